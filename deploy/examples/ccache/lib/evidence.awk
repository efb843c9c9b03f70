# Counts what the witnesses of one run say; see evidence.sh. `witness` tells what the file at hand is.

FNR == 1 { enter(FILENAME) }

witness == "sources" { objects++ }

# "# source", then one counter of ccache per line.
witness == "statistics-log" && /^#/ { source = substr($0, 3) }
witness == "statistics-log" && $1 == "cache_miss" {
    compilations[source]++
    built[peer]++
    builtBy[peer, source] = 1
    if (phase == "verdict") { verdictMisses[peer]++ }
}
witness == "statistics-log" && phase == "verdict" && $1 ~ /^(direct|preprocessed)_cache_hit$/ { verdictHits[peer]++ }
witness == "statistics-log" && phase == "verdict" && $1 == "remote_storage_hit" {
    verdictRemoteHits[peer]++
    if (!((peer, source) in builtBy)) { foreignHits[peer]++ }
}

witness == "statistics" && $1 == "cache_miss" && phase == "stats" { statisticsMisses[peer] = $2 }
witness == "statistics" && $1 == "remote_storage_hit" { statisticsRemoteHits[peer] += phase == "stats" ? $2 : -$2 }

witness == "entries" && $1 == 0 { isResult["/" $2] = 1 }

# time user method path status
witness == "requests" && $3 == "PUT" && ($4 in isResult) && $5 ~ /^20/ { uploads[$4]++ }
witness == "requests" && $3 == "GET" && ($4 in isResult) && $5 == 200 && $2 ~ /\.verdict$/ {
    sub(/\.verdict$/, "", $2)
    fetched[$2]++
}

witness == "times" { print }

END {
    print "objects", objects
    for (source in compilations) { compiled += compilations[source]; compiledTwice += compilations[source] > 1 }
    print "compiled", compiled + 0
    print "compiledTwice", compiledTwice + 0
    for (path in uploads) { uploaded += uploads[path]; uploadedTwice += uploads[path] > 1 }
    print "uploaded", uploaded + 0
    print "uploadedTwice", uploadedTwice + 0
    for (peer in peers) {
        print peer ".built", built[peer] + 0
        print peer ".verdictMisses", verdictMisses[peer] + 0
        print peer ".verdictHits", verdictHits[peer] + 0
        print peer ".verdictRemoteHits", verdictRemoteHits[peer] + 0
        print peer ".foreignHits", foreignHits[peer] + 0
        print peer ".fetched", fetched[peer] + 0
        print peer ".statisticsMisses", statisticsMisses[peer] + 0
        print peer ".statisticsRemoteHits", statisticsRemoteHits[peer] + 0
    }
}

# .../peer-2/verdict.log: peer and phase stand in the path.
function enter(path,    steps, step) {
    steps = split(path, step, "/")
    phase = step[steps]
    sub(/\..*$/, "", phase)
    peer = step[steps - 1]
    if (peer ~ /^peer-/) { peers[peer] = 1 }
}
