import GRDB
import Metrics
import SimulationKernel

/// The rows of what happened to the platform: events, changes, faults, failovers, lost
/// quorums, systems.
struct IncidentRows {
  private let clusterEvent: BulkInserter
  private let condition: BulkInserter
  private let change: RowInserter
  private let fault: RowInserter
  private let target: RowInserter
  private let failover: RowInserter
  private let quorum: RowInserter
  private let system: RowInserter

  init(_ database: Database) throws {
    func inserter(_ table: String, _ columns: Int) throws -> RowInserter {
      try RowInserter(database, into: table, columns: columns, verb: "INSERT OR REPLACE INTO")
    }
    clusterEvent = try BulkInserter(database, into: "cluster_event", columns: 10, atMost: 16)
    condition = try BulkInserter(database, into: "condition_change", columns: 9, atMost: 16)
    change = try inserter("change", 7)
    fault = try inserter("fault", 6)
    target = try inserter("fault_target", 5)
    failover = try inserter("failover", 17)
    quorum = try inserter("quorum", 11)
    system = try inserter("system", 6)
  }

  func store(_ rows: [ClusterEventRow], of run: Int64) throws {
    try clusterEvent.insert(rows) { row, inserter in
      let type = row.isWarning ? "Warning" : "Normal"
      inserter.bind(run).bind(row.time.seconds).bind(row.source).bind(type)
      inserter.bind(row.reason).bind(row.kind).bind(row.namespace).bind(row.name)
        .bind(row.message).bind(row.count)
    }
  }

  func store(_ rows: [ConditionRow], of run: Int64) throws {
    try condition.insert(rows) { row, inserter in
      inserter.bind(run).bind(row.time.seconds).bind(row.kind).bind(row.namespace)
        .bind(row.name).bind(row.condition).bind(row.status.rawValue).bind(row.reason)
        .bind(row.message)
    }
  }

  func store(_ rows: [ChangeRow], of run: Int64) throws {
    for row in rows {
      try change.bind(run).bind(row.index).bind(row.kind).bind(row.target)
        .bind(row.madeAt.seconds).bind(row.endedAt?.seconds).bind(row.problem).insert()
    }
  }

  func store(_ rows: [FaultRow], of run: Int64) throws {
    for row in rows {
      try fault.bind(run).bind(row.index).bind(row.name).bind(row.kind)
        .bind(row.injectedAt.seconds).bind(row.repairedAt?.seconds).insert()
      for hit in row.targets {
        try target.bind(run).bind(row.index).bind(hit.kind).bind(hit.name).bind(hit.uid).insert()
      }
    }
  }

  func store(_ rows: [FailoverRow], of run: Int64) throws {
    for row in rows {
      failover.bind(run).bind(row.index).bind(row.system).bind(row.group).bind(row.fault)
      failover.bind(row.lostAt.seconds).bind(row.detectedAt?.seconds)
      failover.bind(row.recoveredAt?.seconds).bind(row.writeGap.seconds)
      failover.bind(row.clientGap?.seconds).bind(row.refusedWrites)
      failover.bind(row.dataLossWindow.seconds).bind(row.lostWrites).bind(row.duplicatedWrites)
      try failover.bind(row.staleReads).bind(row.oldPrimary).bind(row.newPrimary).insert()
    }
  }

  func store(_ rows: [QuorumRow], of run: Int64) throws {
    for row in rows {
      quorum.bind(run).bind(row.index).bind(row.system).bind(row.group).bind(row.fault)
      quorum.bind(row.lostAt.seconds).bind(row.regainedAt?.seconds).bind(row.need)
      try quorum.bind(row.needed).bind(row.there).bind(row.stopsReads ? 1 : 0).insert()
    }
  }

  func store(_ rows: [SystemRow], of run: Int64) throws {
    for row in rows {
      try system.bind(run).bind(row.system).bind(row.pods).bind(row.ready).bind(row.requests)
        .bind(row.errors).insert()
    }
  }
}
