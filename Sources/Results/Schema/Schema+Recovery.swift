extension Schema {
  /// Backups, and what a restore leaves behind.
  static let recoveries = [
    """
    CREATE TABLE backup (
      -- An attempt to back a data system up, or to bring its backup back into a scratch target.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      system TEXT NOT NULL,
      kind TEXT NOT NULL,            -- 'base' or 'drill'
      started_at REAL NOT NULL,
      ended_at REAL,                 -- NULL: it still went on at the end
      bytes INTEGER NOT NULL,
      outcome TEXT NOT NULL,         -- 'running', 'completed' or 'failed'
      reason TEXT NOT NULL,          -- why it failed; the steps of a drill
      rto_s REAL,                    -- of a drill: how long a real loss would last
      rpo_s REAL,                    -- of a drill: how old the state was that it brought back
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE inconsistency (
      -- Things of one data system whose counterparts in another a restore has lost.
      run_id INTEGER NOT NULL REFERENCES run(id),
      number INTEGER NOT NULL,       -- 0.. within the run
      system TEXT NOT NULL,          -- has them
      other TEXT NOT NULL,           -- lacks their counterparts
      count INTEGER NOT NULL,
      text TEXT NOT NULL,            -- 'rows without their objects'
      PRIMARY KEY (run_id, number)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Views of them.
  static let recoveryViews = [
    """
    CREATE VIEW v_backups AS
      -- Backups and drills of every run.
      SELECT system, kind, started_at, ended_at, bytes, outcome, reason, rto_s, rpo_s, seed
      FROM backup JOIN latest USING (run_id) ORDER BY latest.number, started_at
    """,
    """
    CREATE VIEW v_inconsistencies AS
      -- What systems lack of each other after a restore, of every run.
      SELECT system, other, count, text, seed
      FROM inconsistency JOIN latest USING (run_id) WHERE count > 0 ORDER BY latest.number, inconsistency.number
    """,
  ]
}
