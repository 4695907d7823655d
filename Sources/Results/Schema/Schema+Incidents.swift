extension Schema {
  /// What happened to the platform.
  static let incidents = [
    """
    CREATE TABLE cluster_event (
      -- A Kubernetes event, as kubectl get events lists it; what the sources kubectl and vhsim say
      -- are no events of a cluster.
      run_id INTEGER NOT NULL REFERENCES run(id),
      time_s REAL NOT NULL,
      source TEXT NOT NULL,          -- component: kubelet, default-scheduler, ...; kubectl: what a
                                     -- command printed; vhsim: what a cluster shows otherwise
      type TEXT NOT NULL,            -- 'Normal' or 'Warning'
      reason TEXT NOT NULL,          -- FailedScheduling, BackOff, ...
      kind TEXT NOT NULL,            -- of the object it is about
      namespace TEXT NOT NULL,
      name TEXT NOT NULL,
      message TEXT NOT NULL,
      count INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX cluster_event_by_time ON cluster_event(run_id, time_s)",
    """
    CREATE TABLE condition_change (
      -- A condition in an object's status that changed, as kubectl describe shows it.
      run_id INTEGER NOT NULL REFERENCES run(id),
      time_s REAL NOT NULL,
      kind TEXT NOT NULL,            -- of the object
      namespace TEXT NOT NULL,
      name TEXT NOT NULL,
      condition TEXT NOT NULL,       -- its type: AbleToScale, ScalingLimited, ...
      status TEXT NOT NULL,          -- 'True' or 'False'
      reason TEXT NOT NULL,
      message TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE change (
      -- A change that the scenario made, as with kubectl.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. among the scenario's changes
      kind TEXT NOT NULL,            -- apply, scale, rollout restart, drain, ...
      target TEXT NOT NULL,          -- namespace/name, a node, a file
      made_at REAL NOT NULL,
      ended_at REAL,                 -- the command returned; NULL: a drain that still waits
      problem TEXT,                  -- why it was refused; NULL: it was not
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE alert (
      -- An alert from pending to resolved.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      name TEXT NOT NULL,            -- alertname
      labels TEXT NOT NULL,          -- JSON object of the others
      pending_at REAL NOT NULL,      -- its expression first held
      firing_at REAL,                -- it had held for the rule's `for`
      resolved_at REAL,              -- it no longer held
      notified_at REAL,              -- Alertmanager told somebody
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE fault (
      -- A fault that was injected.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      name TEXT NOT NULL,            -- its name in the scenario
      kind TEXT NOT NULL,            -- nodeCrash, podKill, ...
      injected_at REAL NOT NULL,
      repaired_at REAL,              -- NULL: it lasted to the end or repaired itself
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE fault_target (
      -- Something that a fault hit, resolved once at its injection.
      run_id INTEGER NOT NULL REFERENCES run(id),
      fault_number INTEGER NOT NULL,
      kind TEXT NOT NULL,            -- Pod, Node, Zone, Link, ...
      name TEXT NOT NULL,            -- pods as namespace/name
      uid TEXT NOT NULL,
      PRIMARY KEY (run_id, fault_number, kind, name, uid)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE failover (
      -- A data system's loss of its primary, leader or quorum, and how it came back.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      system TEXT NOT NULL,
      "group" TEXT NOT NULL,         -- shard, partition, coordination; empty where there is one only
      fault TEXT,                    -- the scenario's fault that caused it
      lost_at REAL NOT NULL,         -- the old primary stopped to serve
      detected_at REAL,              -- the others knew
      recovered_at REAL,             -- writes were served again
      write_gap_s REAL NOT NULL,     -- how long no write could be accepted
      client_gap_s REAL,             -- last write acknowledged before to the first after, as clients saw
      refused_writes INTEGER NOT NULL, -- writes refused or given up meanwhile
      data_loss_window_s REAL NOT NULL, -- age of the oldest acknowledged write that was lost
      lost_writes INTEGER NOT NULL,  -- acknowledged writes that were lost
      duplicated_writes INTEGER NOT NULL,
      stale_reads INTEGER NOT NULL,  -- reads that missed an acknowledged write
      old_primary TEXT NOT NULL,
      new_primary TEXT NOT NULL,
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE quorum (
      -- A time in which a data system's group had too little of what a write takes.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      system TEXT NOT NULL,
      "group" TEXT NOT NULL,         -- shard, partition, coordination; empty where there is one only
      fault TEXT,                    -- the scenario's fault that caused it
      lost_at REAL NOT NULL,
      regained_at REAL,              -- NULL: not by the end
      need TEXT NOT NULL,            -- what there was too little of: drives, in-sync copies, ...
      needed INTEGER NOT NULL,       -- how much of it a write takes
      there INTEGER NOT NULL,        -- how much of it there was at the least
      stops_reads INTEGER NOT NULL,  -- 1: reads stopped too
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE span (
      -- A span of a sampled trace.
      run_id INTEGER NOT NULL REFERENCES run(id),
      trace_id INTEGER NOT NULL,
      span_id INTEGER NOT NULL,
      parent_id INTEGER,             -- the span that caused it; NULL for a trace's first
      service TEXT NOT NULL,
      operation TEXT NOT NULL,
      pod TEXT NOT NULL,
      start_us INTEGER NOT NULL,     -- µs since time zero
      duration_us INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      PRIMARY KEY (run_id, trace_id, span_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE system (
      -- What became of each system of the platform by the end of a run.
      run_id INTEGER NOT NULL REFERENCES run(id),
      name TEXT NOT NULL,
      pods INTEGER NOT NULL,
      ready INTEGER NOT NULL,
      requests INTEGER NOT NULL,     -- answered, well or badly, since the warm-up
      errors INTEGER NOT NULL,       --   of these: failed
      PRIMARY KEY (run_id, name)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
