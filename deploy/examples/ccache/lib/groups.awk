# Reads the tree's sources in order; writes a line "task source" for each: sources of one project and one part of it (a
# folder below src) make a task, at most groupSize of them.

{
    depth = split($0, step, "/")
    part = step[2] == "src" && depth > 3 ? step[1] "-" step[3] : step[1]
    if (part != group) {
        group = part
        number = 1
        members = 0
    } else if (members == groupSize) {
        number++
        members = 0
    }
    members++
    print group "-" number, $0
}
