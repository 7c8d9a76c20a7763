// Maven's own order; CLASSPATH names maven-artifact and commons-lang3
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.artifact.versioning.ComparableVersion;

class Maven {
    public static void main(String[] arguments) throws Exception {
        var answers = new StringBuilder();
        for (var line : Files.readAllLines(Path.of(arguments[0]))) {
            var versions = line.split("\t");
            var result = new ComparableVersion(versions[0]).compareTo(new ComparableVersion(versions[1]));
            answers.append(Integer.signum(result)).append('\n');
        }
        System.out.print(answers);
    }
}
