# The table of `run`: medians of the rounds, and ours to each peer's. Its input has the columns round, mix, server, metric
# and value, and is sorted by all but the first, values by number.
BEGIN {
  FS = "\t"
  servers_there = split(servers, server, " ")
  mixes_there = split(mixes, mix, " ")
  title["set"] = "a headless service of three pods"
  title["services"] = "many services"
}

{
  key = $2 "|" $3 "|" $4
  value[key, ++count[key]] = $5
  sum[key] += $5
}

function median(key, n) {
  n = count[key]
  if (n == 0) return 0
  return n % 2 ? value[key, (n + 1) / 2] : (value[key, n / 2] + value[key, n / 2 + 1]) / 2
}

function ratio(metric,  theirs) {
  theirs = median(mix[m] "|" server[s] "|" metric)
  return theirs > 0 && server[s] != "kubia" ? sprintf("%.2f", median(mix[m] "|kubia|" metric) / theirs) : "-"
}

END {
  for (m = 1; m <= mixes_there; m++) {
    print title[mix[m]]
    printf "%-9s %10s %6s | %8s %6s %6s | %9s %6s | %9s %11s | %6s %8s\n", "", "queries/s", "ratio", "CPU us", "user's", "ratio",
      "MB", "ratio", "latency us", "at low rate", "bytes", "lost"
    for (s = 1; s <= servers_there; s++) {
      at = mix[m] "|" server[s] "|"
      printf "%-9s %10.0f %6s | %8.2f %6.2f %6s | %9.1f %6s | %10.0f %11.0f | %6.0f %8d\n", server[s],
        median(at "queries_per_s"), ratio("queries_per_s"), median(at "cpu_us"), median(at "cpu_user_us"),
        ratio("cpu_us"),
        median(at "resident_mb"), ratio("resident_mb"), median(at "latency_us"), median(at "paced_latency_us"),
        median(at "answer_bytes"), sum[at "lost"]
    }
    print ""
  }
  print "Ratios are kubia's figure to that of the line. CPU us: CPU time for one query, user's and the kernel's. Latency is"
  print "the average that dnsperf saw. Lost is the sum of all rounds."
}
