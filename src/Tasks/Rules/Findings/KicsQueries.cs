namespace ContainerGuard.Rules;

/// <summary>
/// The queries of KICS. Comments refer to a query by its identifier; reports and the aliases of rules use its title (docs.kics.io,
/// "Dockerfile Queries List").
/// </summary>
internal static class KicsQueries
{
    private static readonly string[] Identified =
    [
        "0008c003-79aa-42d8-95b8-1c2fe37dbfe6", "Multiple RUN, ADD, COPY, Instructions Listed",
        "00481784-25aa-4a55-8633-3136dfcf4f37", "Yum Clean All Missing",
        "02d9c71f-3ee8-4986-9c27-1a20d0d19bfc", "Unpinned Package Version in Pip Install",
        "0b1b2482-51e7-49d1-893d-522afa4a6bd0", "Passwords And Secrets - Square Access Token",
        "22cd11f7-9c6c-4f6e-84c0-02058120b341", "Gem Install Without Version",
        "295acb63-9246-4b21-b441-7c1f1fb62dc0", "Missing Dnf Clean All",
        "38300d1a-feb2-4a48-936a-d1ef1cd24313", "Missing Zypper Clean",
        "41c195f4-fc31-4a5c-8a1b-90605538d49f", "Multiple CMD Instructions Listed",
        "45e1fca5-f90e-465d-825f-c2cb63fa3944", "Missing Zypper Non-interactive Switch",
        "487f4be7-3fd9-4506-a07a-eae252180c08", "Passwords And Secrets - Generic Password",
        "4b410d24-1cbe-4430-a632-62c9a931cf1c", "Curl or Wget Instead of Add",
        "50cc5f03-e686-4183-97e9-12f9b55d0f97", "Passwords And Secrets - Picatic API Key",
        "562952e4-0348-4dea-9826-44f3a2c6117b", "Zypper Install Without Version",
        "5907595b-5b6d-4142-b173-dbb0e73fbff8", "Exposing Port 22 (SSH)",
        "5fa731ea-e844-47a6-a1e8-abc25e95847e", "Vulnerable OpenSSL Version",
        "6452c424-1d92-4deb-bb18-a03e95d579c4", "Yum install Without Version",
        "67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae", "Last User Is 'root'",
        "68a51e22-ae5a-4d48-8e87-b01a323605c9", "Using Unnamed Build Stages",
        "6938958b-3f1a-451c-909b-baeee14bdc97", "Multiple ENTRYPOINT Instructions Listed",
        "6b376af8-cfe8-49ab-a08d-f32de23661a4", "WORKDIR Path Not Absolute",
        "6c54f9da-1a11-445a-8568-0d327e6af8be", "Passwords And Secrets - MailChimp API Key",
        "6db6e0c2-32a3-4a2e-93b5-72c35f4119db", "Copy With More Than Two Arguments Not Ending With Slash",
        "6e19193a-8753-436d-8a09-76dcff91bb03", "Yum Install Allows Manual Input",
        "71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e", "UNIX Ports Out Of Range",
        "7384dfb2-fcd1-4fbf-91cd-6c44c318c33c", "APT-GET Not Avoiding Additional Packages",
        "77783205-c4ca-4f80-bb80-c777f267c547", "APT-GET Missing Flags To Avoid Manual Input",
        "7ebd323c-31b7-4e5b-b26f-de5e9e477af8", "Missing Flag From Dnf Install",
        "8a301064-c291-4b20-adcb-403fe7fd95fd", "Changing Default Shell Using RUN Command",
        "8ada6e80-0ade-439e-b176-0b28f6bce35a", "Run Using Sudo",
        "93d88cf7-f078-46a8-8ddc-178e03aeacf1", "Missing Version Specification In dnf install",
        "9513a694-aa0d-41d8-be61-3271e056f36b", "Add Instead of Copy",
        "965a08d7-ef86-4f14-8792-4a3b2098937e", "Apt Get Install Pin Version Not Defined",
        "99614418-f82b-4852-a9ae-5051402b741c", "MAINTAINER Instruction Being Used",
        "9b6b0f38-92a2-41f9-b881-3a1083d99f1b", "Run Utilities And POSIX Commands",
        "9bae49be-0aa3-4de5-bab2-4c3a069e40cd", "Update Instruction Alone",
        "9efb0b2d-89c9-41a3-91ca-dcc0aec911fd", "Image Version Not Explicit",
        "a88baa34-e2ad-44ea-ad6f-8cac87bc7c71", "Passwords And Secrets",
        "aa93e17f-b6db-4162-9334-c70334e7ac28", "Chown Flag Exists",
        "ac8c8075-6ec0-4367-9e26-30ec8161d258", "Passwords And Secrets - Amazon MWS Auth Token",
        "ae9c56a6-3ed1-4ac0-9b54-31267f51151d", "Apk Add Using Local Cache Path",
        "b03a748a-542d-44f4-bb86-9199ab4fd2d5", "Healthcheck Instruction Missing",
        "b16e8501-ef3c-44e1-a543-a093238099c9", "Using Platform Flag with FROM Command",
        "b84a0b47-2e99-4c9f-8933-98bcabe2b94d", "Run Using apt",
        "b86987e1-6397-4619-81d5-8807f2387c79", "Not Using JSON In CMD And ENTRYPOINT Arguments",
        "cdddb86f-95f6-4fc4-b5a1-483d9afceb2b", "COPY '--from' References Current FROM Alias",
        "d3499f6d-1651-41bb-a9a7-de925fea487b", "Unpinned Package Version in Apk Add",
        "df746b39-6564-4fed-bf85-e9c44382303c", "Apt Get Install Lists Were Not Deleted",
        "e36d8880-3f78-4546-b9a1-12f0745ca0d5", "NPM Install Command Without Pinned Version",
        "efbf148a-67e9-42d2-ac47-02fa1c0d0b22", "Shell Running A Pipe Without Pipefail Flag",
        "f2daed12-c802-49cd-afed-fe41d0b82fed", "Same Alias In Different Froms",
        "f2f903fb-b977-461e-98d7-b3e2185c6118", "Pip install Keeping Cached Packages",
        "f45ea400-6bbe-4501-9fc7-1c3d75c32067", "Image Version Using 'latest'",
        "f4a6bcd3-e231-4acf-993c-aa027be50d2e", "RUN Instruction Using 'cd' Instead of WORKDIR",
        "fc775e75-fcfb-4c98-b2f2-910c5858b359", "Run Using 'wget' and 'curl'",
        "fd54f200-402c-4333-a5a4-36ef6709af2f", "Missing User Instruction",
    ];

    /// <summary>The title of the query with an identifier; null if the identifier is unknown.</summary>
    public static string? TitleOf(string identifier)
    {
        for (var i = 0; i < Identified.Length; i += 2)
        {
            if (Identified[i].Equals(identifier, StringComparison.OrdinalIgnoreCase)) return Identified[i + 1];
        }

        return null;
    }
}
