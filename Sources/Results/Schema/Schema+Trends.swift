extension Schema {
  /// Distributions, mergeable over runs and windows.
  static let trends = [
    """
    CREATE TABLE trend (
      -- A quantity with a distribution, and its figures over all runs without the warm-up.
      id INTEGER PRIMARY KEY,
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      scope TEXT NOT NULL,           -- 'journey', 'service', 'system', 'workload'
      name TEXT NOT NULL,            -- which one
      metric TEXT NOT NULL,          -- http_req_duration, time_to_first_token, ...
      count INTEGER,                 -- values; this and the rest are NULL until judged
      mean_ms REAL,                  -- ms, or the metric's own unit where it is not a time
      p50_ms REAL,
      p90_ms REAL,
      p95_ms REAL,
      p99_ms REAL,
      max_ms REAL
    ) STRICT
    """,
    """
    CREATE TABLE histogram (
      -- A trend's distribution in one run, without the warm-up. Values are ns, or millionths of
      -- the metric's unit where it is not a time. `buckets` holds, for each occupied bucket in
      -- ascending order, its distance to the one before (to -1 for the first) and its number of
      -- values, both as LEB128. Bucket b holds the value b where b < 128; else, with s = b/64 - 1,
      -- the values from (b - 64*s) << s up to the next bucket's first.
      run_id INTEGER NOT NULL REFERENCES run(id),
      trend_id INTEGER NOT NULL REFERENCES trend(id),
      count INTEGER NOT NULL,
      sum INTEGER NOT NULL,
      minimum INTEGER NOT NULL,
      maximum INTEGER NOT NULL,
      buckets BLOB NOT NULL,
      PRIMARY KEY (run_id, trend_id)
    ) STRICT
    """,
    """
    CREATE TABLE trend_window (
      -- A trend's distribution within a short window of one run; columns as in histogram.
      run_id INTEGER NOT NULL REFERENCES run(id),
      trend_id INTEGER NOT NULL REFERENCES trend(id),
      start_s REAL NOT NULL,
      end_s REAL NOT NULL,
      sum INTEGER NOT NULL,
      minimum INTEGER NOT NULL,
      maximum INTEGER NOT NULL,
      buckets BLOB NOT NULL,
      PRIMARY KEY (run_id, trend_id, start_s)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
