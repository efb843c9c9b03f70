# Reads the projects, then groups ("task source" on each line); writes a task schema. A task's inputs are what its
# objects are made of: the sources' folders, the project's headers, and how the compiler is called.

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
    if ($1 != task) {
        write()
        begin($1, $2)
    }
    targets = targets "      - " $2 "\n"
    addInput(directory($2))
}

END { write() }

function begin(name, source,    i, header, project) {
    task = name
    targets = ""
    inputs = ""
    split("", known)
    addInput("compile.sh")
    addInput("flags.txt")
    addInput("common-flags.txt")
    project = source
    sub(/\/.*$/, "", project)
    split(headers[project], header, ",")
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
    if (task == "") { return }
    print "  - name: " task
    printf "    targets:\n%s    inputs:\n%s", targets, inputs
}
