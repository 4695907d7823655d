extension Schema {
  /// What was measured over time.
  static let series = [
    """
    CREATE TABLE series (
      -- A time series, named and labelled as its real exporter does.
      id INTEGER PRIMARY KEY,
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      name TEXT NOT NULL,            -- metric name; simulator-only ones start with vhsim_
      labels TEXT NOT NULL           -- JSON object
    ) STRICT
    """,
    "CREATE INDEX series_by_name ON series(experiment_id, name)",
    """
    CREATE TABLE stretch (
      -- Samples of a series that follow one another at even intervals with the same value.
      run_id INTEGER NOT NULL REFERENCES run(id),
      last_ms INTEGER NOT NULL,      -- ms since time zero, of the last sample
      series_id INTEGER NOT NULL REFERENCES series(id),
      first_ms INTEGER NOT NULL,     -- of the first one
      interval_ms INTEGER NOT NULL,  -- between two; 0 where there is one
      value REAL,                    -- NULL stands for NaN
      PRIMARY KEY (run_id, last_ms, series_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE place_in_stretch (
      -- 0 to one less than the most samples of a stretch.
      number INTEGER PRIMARY KEY
    ) STRICT
    """,
    """
    INSERT INTO place_in_stretch
    WITH RECURSIVE place(number) AS (
      VALUES (0) UNION ALL SELECT number + 1 FROM place
      WHERE number < \(SampleStretches.longest - 1)
    )
    SELECT number FROM place
    """,
    """
    CREATE VIEW sample AS
      -- The value of a series at a scrape; NULL stands for NaN.
      SELECT run_id, first_ms + number * interval_ms AS time_ms, series_id, value
      FROM stretch CROSS JOIN place_in_stretch
        ON number <= (last_ms - first_ms) / max(1, interval_ms)
    """,
    """
    CREATE TABLE journey (
      -- A user's path.
      id INTEGER PRIMARY KEY,
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      name TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE journey_second (
      -- What the users on a journey did in the second that ends at `second`. A second without a
      -- row is one in which nothing happened.
      run_id INTEGER NOT NULL REFERENCES run(id),
      second INTEGER NOT NULL,       -- s since time zero
      journey_id INTEGER NOT NULL REFERENCES journey(id),
      started INTEGER NOT NULL,      -- iterations that began
      finished INTEGER NOT NULL,     -- iterations that ended
      dropped INTEGER NOT NULL,      -- iterations that did not begin: no free user, or no time left
      requests INTEGER NOT NULL,     -- requests that ended
      failed INTEGER NOT NULL,       --   of these: failed
      duration_us INTEGER NOT NULL,  -- sum of the ended requests' durations
      active INTEGER NOT NULL,       -- iterations under way at the end of the second
      PRIMARY KEY (run_id, second, journey_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE service (
      -- A service of the platform.
      id INTEGER PRIMARY KEY,
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      name TEXT NOT NULL,
      system TEXT NOT NULL,          -- the system that it belongs to
      workload TEXT NOT NULL         -- namespace/name of what runs behind it
    ) STRICT
    """,
    """
    CREATE TABLE service_second (
      -- What a service did in the second that ends at `second`, seen by its callers. A second
      -- without a row is one in which nothing happened.
      run_id INTEGER NOT NULL REFERENCES run(id),
      second INTEGER NOT NULL,       -- s since time zero
      service_id INTEGER NOT NULL REFERENCES service(id),
      requests INTEGER NOT NULL,     -- calls that ended; each attempt counts
      errors INTEGER NOT NULL,       --   of these: failed
      duration_us INTEGER NOT NULL,  -- sum of the ended calls' durations
      in_flight INTEGER NOT NULL,    -- calls under way at the end of the second
      PRIMARY KEY (run_id, second, service_id)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
