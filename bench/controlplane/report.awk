# The table of `run`: medians of the rounds, each beside its goal and what Kubernetes took. Its input has the columns
# round, metric and value, and is sorted by metric, then by value.
BEGIN { FS = "\t" }

{
  value[$2, ++count[$2]] = $3
  sum[$2] += $3
}

function median(metric, n) {
  n = count[metric]
  if (n == 0) return 0
  return n % 2 ? value[metric, (n + 1) / 2] : (value[metric, n / 2] + value[metric, n / 2 + 1]) / 2
}

function line(what, metric, format, factor, goal, theirs,  ours) {
  if (!count[metric]) return
  ours = median(metric) * factor
  printf "%-52s " format " %8s  %-4s  %s\n", what, ours, goal ? goal : "-",
    !goal ? "" : ours <= goal + 0 ? "met" : "NO", theirs
}

function api(what, metric) {
  printf "%-52s %9.0f %9.2f %10.1f %8d\n", what, median(metric "_per_s"), median(metric "_p99_ms"),
    median(metric "_cpu_us"), sum[metric "_errors"]
}

END {
  printf "%-52s %10s %8s  %-4s  %s\n", "", "kubia", "goal", "", "Kubernetes 1.21"
  line("kubia up, new home, to 3 Ready in order, s", "up_cold_ms", "%10.2f", 0.001, "2", "20.6 s to boot, then 7.6 s")
  line("kubia up, data there, s", "up_again_ms", "%10.2f", 0.001, "2", "")
  line("another set of 3 to all Ready, OrderedReady, s", "apply_OrderedReady_ms", "%10.2f", 0.001, "", "7.6 s")
  line("another set of 3 to all Ready, Parallel, s", "apply_Parallel_ms", "%10.2f", 0.001, "", "")
  line("pod deleted to its replacement Ready, s", "deleted_ms", "%10.2f", 0.001, "0.5", "")
  line("pod deleted by force to its replacement Ready, s", "force_deleted_ms", "%10.2f", 0.001, "0.5", "14.5 s")
  line("process killed to Ready again, s", "killed_ms", "%10.2f", 0.001, "0.5", "2.0 s")
  line("control plane: resident after up, MB", "resident_up_mb", "%10.0f", 1, "150", "k3s server: 500-550 MB")
  line("control plane: resident after all of this, MB", "resident_end_mb", "%10.0f", 1, "150", "")
  line("control plane: resident at most, MB", "resident_peak_mb", "%10.0f", 1, "", "")
  line("control plane: CPU while idle, % of a core", "idle_cpu_percent", "%10.2f", 1, "", "")
  print ""
  printf "%-52s %9s %9s %10s %8s\n", "API", "per s", "p99 ms", "CPU us", "refused"
  api("GET of a pod, 1 connection", "get_1")
  api("GET of a pod, 16 connections", "get_16")
  api("list of 3 pods, 16 connections", "list_16")
  api("PATCH of a label, 1 connection", "patch_1")
  api("PATCH of a label, 16 connections", "patch_16")
  printf "\nwatch, %s watches of pods: the last has an event %.2f ms after its write's answer (worst %.2f),\n",
    watchers, median("fanout_ms"), median("fanout_worst_ms")
  printf "  %.2f ms after its request; 0.00: before the answer\n", median("fanout_from_request_ms")
  many = split(sizes, size, " ")
  for (i = 1; i <= many; i++) {
    at = "many_" size[i] "_"
    printf "a Parallel set of %d pods on a simulated node: all Ready after %.2f s (CPU %.2f s);\n", size[i],
      median(at "converge_ms") / 1000, median(at "converge_cpu_ms") / 1000
    printf "  one of them deleted, its replacement Ready after %.2f ms (CPU %.2f ms)\n", median(at "change_ms"),
      median(at "change_cpu_ms")
  }
  printf "a 4 KiB write with fsync: %.2f ms\n", median("fsync_ms")
  print "CPU us: CPU time of the control plane for one request, all its threads. Refused: 409 mostly, of all rounds."
}
