local input = io.open(rpm.expand("%input"))
for line in input:lines() do
    local tab = line:find("\t", 1, true)
    io.stdout:write(tostring(rpm.vercmp(line:sub(1, tab - 1), line:sub(tab + 1))) .. "\n")
end
