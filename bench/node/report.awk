# The table of `run`: medians of the rounds and the ratios kubia/seeds. Its input has the columns round, server,
# operation, connections, metric and value, and is sorted by all but the first, values by number.
BEGIN {
  FS = "\t"
  operations = split("POST|GET /data|GET /", operation, "|")
  loads = split("1|32|256", connections, "|")
}

{
  key = $2 "|" $3 "|" $4 "|" $5
  value[key, ++count[key]] = $6
}

function median(key, n) {
  n = count[key]
  if (n == 0) return 0
  return n % 2 ? value[key, (n + 1) / 2] : (value[key, n / 2] + value[key, n / 2 + 1]) / 2
}

function seeds(what) { return median("seeds|" what) }
function kubia(what) { return median("kubia|" what) }

# A column group: what the seeds' app does, what we do, and how many times as much that is.
function ratio(theirs, ours) {
  return theirs > 0 && ours > 0 ? sprintf("%.2fx", ours / theirs) : "-"
}

function group(what, format) {
  theirs = seeds(what)
  ours = kubia(what)
  printf "  |" format format " %6s", theirs, ours, ratio(theirs, ours)
}

END {
  printf "%-17s  | %-24s  | %-24s  | %-24s  | %-24s  | %s\n", "", "requests/s", "p50 ms", "p99 ms", "CPU us/request",
    "resident MB"
  head = sprintf("  | %8s %8s %6s", "seeds", "kubia", "ratio")
  printf "%-9s%8s%s%s%s%s%s\n", "", "conns", head, head, head, head, head
  for (i = 1; i <= operations; i++) {
    for (j = 1; j <= loads; j++) {
      cell = operation[i] "|" connections[j] "|"
      printf "%-9s%8d", operation[i], connections[j]
      group(cell "requests_per_s", " %8.0f")
      group(cell "p50_ms", " %8.2f")
      group(cell "p99_ms", " %8.2f")
      group(cell "cpu_us_per_request", " %8.1f")
      group(cell "resident_mb", " %8.1f")
      failed = seeds(cell "errors") + kubia(cell "errors")
      print (failed > 0 ? sprintf("  errors: seeds %d, kubia %d", seeds(cell "errors"), kubia(cell "errors")) : "")
    }
  }
  print ""
  for (cores = 2; cores >= 1; cores--) {
    what = "start|" cores "|first_answer_ms"
    printf "start to first answer, %d core%s   seeds %.0f ms, kubia %.0f ms (%s)\n", cores, (cores > 1 ? "s" : " "),
      seeds(what), kubia(what), ratio(seeds(what), kubia(what))
  }
  what = "peak|0|resident_mb"
  printf "peak resident memory            seeds %.0f MB, kubia %.0f MB (%s)\n", seeds(what), kubia(what),
    ratio(seeds(what), kubia(what))
  printf "a 4 KiB write with fsync        %.2f ms\n", median("disk|fsync|1|fsync_ms")
  print ""
  print "A POST is answered by seeds before anything is stored, by kubia after the data has been fsynced."
}
