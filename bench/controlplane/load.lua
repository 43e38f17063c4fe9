-- What wrk asks of the API: BENCH_METHOD is GET or PATCH. A PATCH gives one of three pods a label that no other has, so
-- that each is a write.
local patches = os.getenv("BENCH_METHOD") == "PATCH"
local count = 0

function request()
  if not patches then
    return wrk.format()
  end
  count = count + 1
  return wrk.format("PATCH", "/api/v1/namespaces/default/pods/kubia-" .. count % 3,
    { ["Content-Type"] = "application/merge-patch+json" }, '{"metadata":{"labels":{"bench":"' .. count .. '"}}}')
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("result\t%d %d %d %d", summary.requests, summary.duration, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
