import GRDB

/// A record that is a row: its coding keys are the columns' names.
struct StoredRecord<Record: Decodable>: FetchableRecord, Decodable {
  let record: Record

  init(from decoder: any Decoder) throws { record = try Record(from: decoder) }
}

extension FaultRecord {
  init(_ row: Row) {
    run = row["run"]
    fault = row["name"]
    kind = row["kind"]
    injectedAt = row["injected_at"]
    repairedAt = row["repaired_at"]
    let hit: String = row["targets"]
    targets = hit.split(separator: "\n").map(String.init)
  }
}
