extension Schema {
  /// What was run, on what input, with what outcome.
  static let identity = [
    """
    CREATE TABLE experiment (
      -- One invocation of vhsim run: a scenario with its flags, and 1..N runs. Times named *_s or
      -- *_at are seconds of simulated time since time zero, 2026-01-01T00:00:00Z.
      id INTEGER PRIMARY KEY,        -- the ID of FILE#ID
      name TEXT NOT NULL,            -- metadata.name of the scenario
      status TEXT NOT NULL,          -- 'interrupted' until the last transaction makes it 'complete'
      verdict TEXT,                  -- 'pass', 'fail', 'undecided'; NULL until judged
      digest TEXT,                   -- fold of the runs' digests in the order of the runs
      version TEXT NOT NULL,         -- version of vhsim
      started_at TEXT NOT NULL,      -- wall time of the start, ISO 8601
      scenario_path TEXT NOT NULL,   -- as given on the command line
      scenario TEXT NOT NULL,        -- its document with the --set values in place
      arguments TEXT NOT NULL,       -- the command line, quoted as for a shell
      duration_s REAL NOT NULL,      -- simulated time during which load arrives
      warm_up_s REAL NOT NULL,       -- its first part, left out of statistics
      load_scale REAL NOT NULL,      -- what every rate was multiplied by
      is_steady INTEGER NOT NULL,    -- 1: constant load and no faults; intervals need no warm-up
      warm_up_found_s REAL           -- where MSER-5 would end the warm-up; NULL if not looked for
    ) STRICT
    """,
    """
    CREATE TABLE run (
      -- One simulation of an experiment, with one seed.
      id INTEGER PRIMARY KEY,
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      number INTEGER NOT NULL,       -- 1..N within the experiment
      seed TEXT NOT NULL,            -- unsigned 64-bit number
      status TEXT NOT NULL,          -- 'interrupted', 'aborted', 'overwhelmed' or 'complete'
      digest TEXT,                   -- fold of every event; equal digests mean equal runs
      events INTEGER,                -- events handled
      sim_end_s REAL,                -- simulated time at the end, graceful stop included
      wall_s REAL,                   -- wall time that it took
      sent INTEGER,                  -- users' requests over the whole run, warm-up included
      answered INTEGER,              --   of these: answered well
      failed INTEGER,                --   of these: failed
      unfinished INTEGER,            --   of these: under way after the graceful stop
      iterations INTEGER,            -- iterations that ended
      interrupted_iterations INTEGER,-- iterations broken off when their graceful stop was over
      dropped_iterations INTEGER,    -- iterations that did not begin: no free user, or no time left
      UNIQUE (experiment_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE input_file (
      -- Every file that the experiment read.
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (experiment_id, path)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE note (
      -- What a reader must know of the experiment.
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      kind TEXT NOT NULL,            -- 'inferred', 'guess', 'not-modelled', 'warning'
      subject TEXT NOT NULL,         -- a model, a field, a file
      text TEXT NOT NULL,
      PRIMARY KEY (experiment_id, kind, subject, text)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE threshold (
      -- The verdict on each condition of the scenario's thresholds, over all runs.
      experiment_id INTEGER NOT NULL REFERENCES experiment(id),
      number INTEGER NOT NULL,       -- 1..N in the order written
      metric TEXT NOT NULL,          -- the key as written: http_req_duration{journey="chat"}
      threshold TEXT NOT NULL,       -- the condition as written: p(95)<1200
      window_s REAL,                 -- length of the windows judged one by one; NULL: whole run
      during TEXT,                   -- the fault while which it was judged; NULL: whole run
      value REAL,                    -- judged number, unit of the metric (ms, share, count)
      verdict TEXT NOT NULL,         -- 'pass', 'fail', 'undecided'; 'no data' where noData is warn
      first_breach REAL,             -- when it was first known not to hold, in s; NULL: it held
      runs_held INTEGER NOT NULL,    -- runs in which it held on its own
      runs INTEGER NOT NULL,         -- runs with data
      interval_low REAL,             -- 95 % interval of the runs' values; NULL with one run
      interval_high REAL,
      PRIMARY KEY (experiment_id, number)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
