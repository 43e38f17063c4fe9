-- One measurement of wrk as one line for `run`: requests, microseconds, p50 and p99 in microseconds, errors.
local body = os.getenv("BENCH_BODY") or ""
if body ~= "" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
  wrk.body = body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("result\t%d\t%d\t%d\t%d\t%d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
