# RubyGems' own order
File.foreach(ARGV[0], chomp: true) do |line|
  left, right = line.split("\t", -1)
  accepted = Gem::Version.correct?(left) && Gem::Version.correct?(right)
  puts accepted ? Gem::Version.new(left) <=> Gem::Version.new(right) : "?"
end
