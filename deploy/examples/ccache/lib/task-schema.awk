# Reads the projects, then the tree's sources in order; writes a task schema. Sources of one project and one part of it
# (a folder below src) make a task, at most groupSize of them. A task's inputs are what its objects are made of: the
# sources' folders, the project's headers, and how the compiler is called.

BEGIN {
    print "id: ccache-example"
    print "universe: //..."
    print "tasks:"
}

FNR == NR {
    headers[$1] = $3
    next
}

{
    depth = split($0, step, "/")
    part = step[2] == "src" && depth > 3 ? step[1] "-" step[3] : step[1]
    if (part != group || members == groupSize) { begin(part) }
    members++
    targets = targets "      - " $0 "\n"
    addInput(directory($0))
}

END { write() }

function begin(part,    i, header) {
    write()
    number = part == group ? number + 1 : 1
    group = part
    members = 0
    targets = ""
    inputs = ""
    split("", known)
    addInput("compile.sh")
    addInput("flags.txt")
    addInput("common-flags.txt")
    split(headers[step[1]], header, ",")
    for (i = 1; i in header; i++) { addInput(header[i]) }
}

function addInput(path) {
    if (path in known) { return }
    known[path] = 1
    inputs = inputs "      - " path "\n"
}

function directory(path) {
    sub(/\/[^\/]*$/, "", path)
    return path
}

function write() {
    if (members == 0) { return }
    print "  - name: " group "-" number
    printf "    targets:\n%s    inputs:\n%s", targets, inputs
}
