import Stores
import Testing

@Suite("Conformance: MinIO")
struct MinIOConformanceTests {
  static let file = "storage_minio"

  static func cases(_ rule: String) -> [ConformanceCase] {
    ConformanceCase.of("minio." + rule, in: file)
  }

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "default_parity", "server_tolerance", "erasure_set_size", "divisible_size",
      "validate_parity", "object_quorum", "put_with_offline_drives", "read_object",
      "dsync_lock_quorum", "usable_capacity",
    ].map { "minio." + $0 }
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("A set's size decides its parity and quorums", arguments: cases("default_parity"))
  func parity(_ example: ConformanceCase) {
    let set = ErasureSet(drives: Int(example.given("drives_in_set")))
    #expect(Double(set.parity) == example.expect("parity"))
    #expect(Double(set.data) == example.expect("data"))
    #expect(Double(set.readQuorum) == example.expect("read_quorum"))
    #expect(Double(set.writeQuorum) == example.expect("write_quorum"))
    #expect(abs(set.usableShare - example.expect("usable_fraction")) < 1e-6)
    #expect(Double(set.readTolerance) == example.expect("drives_lost_ok_read"))
    #expect(
      Double(set.writeTolerance) == example.expect("drives_lost_ok_write_existing_layout"))
  }

  @Test("A set endures as many servers as their drives allow", arguments: cases("server_tolerance"))
  func servers(_ example: ConformanceCase) {
    let set = ErasureSet(drives: Int(example.given("stripe_size")))
    let each = set.drivesPerServer(servers: Int(example.given("servers")))
    #expect(Double(set.parity) == example.expect("parity"))
    #expect(
      Double(set.servers(for: set.readTolerance, perServer: each))
        == example.expect("servers_lost_ok_read"))
    #expect(
      Double(set.servers(for: set.writeTolerance, perServer: each))
        == example.expect("servers_lost_ok_write"))
  }

  @Test("Endpoints decide the size of a set", arguments: cases("erasure_set_size"))
  func setSize(_ example: ConformanceCase) {
    let arguments = (example.given["endpoints"]?.text ?? "").split { $0 == "," || $0 == " " }
    let patterns = arguments.compactMap { EndpointPattern(String($0)) }
    let layout = patterns.count == arguments.count ? ErasureLayout(patterns) : nil
    #expect((layout != nil) == example.expect["valid"]?.flag)
    guard let layout else { return }
    #expect(Double(patterns.reduce(0) { $0 + $1.count }) == example.given("total_drives"))
    #expect(Double(layout.setSize) == example.expect("set_size"))
    #expect(Double(layout.sets) == example.expect("sets"))
  }

  @Test("Pools share a divisor", arguments: cases("divisible_size"))
  func divisor(_ example: ConformanceCase) {
    let totals = example.numbers("totals").map { Int($0) }
    #expect(Double(ErasureLayout.divisor(of: totals)) == example.expect("gcd"))
  }

  @Test("Parities must fit the set and each other", arguments: cases("validate_parity"))
  func validParity(_ example: ConformanceCase) {
    let isValid = ErasureSet.isValid(
      standard: Int(example.given("standard_parity")), reduced: Int(example.given("rrs_parity")),
      drives: Int(example.given("set_drives")))
    #expect(isValid == example.expect["valid"]?.flag)
  }

  @Test("An object's parity decides its quorums", arguments: cases("object_quorum"))
  func quorum(_ example: ConformanceCase) {
    let set = ErasureSet(
      drives: Int(example.given("set_drives")), parity: Int(example.given("effective_parity")))
    #expect(Double(set.readQuorum) == example.expect("read_quorum"))
    #expect(Double(set.writeQuorum) == example.expect("write_quorum"))
  }

  @Test(
    "An object is written with more parity while drives are offline",
    arguments: cases("put_with_offline_drives"))
  func upgrade(_ example: ConformanceCase) {
    let drives = Int(example.given("set_drives"))
    let offline = Int(example.given("offline_at_put"))
    let set = ErasureSet(drives: drives, parity: Int(example.given("standard_parity")))
    let written = set.forWriting(
      offline: offline,
      savesCapacity: example.word("optimize", "availability", "capacity") == "capacity")
    #expect((written != nil) == example.expect["accepted"]?.flag)
    guard let written else { return }
    #expect(Double(written.parity) == example.expect("parity_used"))
    #expect(Double(written.data) == example.expect("data"))
    #expect(Double(written.writeQuorum) == example.expect("write_quorum"))
    #expect(Double(drives - offline) == example.expect("online"))
  }

  @Test("An object is read from its data shards", arguments: cases("read_object"))
  func read(_ example: ConformanceCase) {
    let drives = Int(example.given("set_drives"))
    let set = ErasureSet(drives: drives, parity: Int(example.given("object_parity")))
    let lost = Int(example.given("shards_lost"))
    #expect(set.canRead(lost: lost) == example.expect["readable"]?.flag)
    // The drives are destroyed one after the other.
    var holders = HolderTable()
    holders.add(holders: BitSet(below: drives), bytes: 1)
    var gone: UInt64 = 0
    for slot in 0..<lost { gone += holders.destroy(slot: slot, needed: set.readQuorum) }
    #expect((gone > 0) == example.expect["data_lost_if_permanent"]?.flag)
  }

  @Test("Locks need a quorum of the servers", arguments: cases("dsync_lock_quorum"))
  func locks(_ example: ConformanceCase) {
    let lockers = Int(example.given("lock_servers"))
    #expect(Double(LockQuorum.read(lockers: lockers)) == example.expect("read_lock_quorum"))
    #expect(Double(LockQuorum.write(lockers: lockers)) == example.expect("write_lock_quorum"))
  }

  @Test("Parity costs capacity and writes", arguments: cases("usable_capacity"))
  func capacity(_ example: ConformanceCase) {
    let set = ErasureSet(
      drives: Int(example.given("set_size")), parity: Int(example.given("parity")))
    let raw =
      example.given("nodes") * example.given("drives_per_node") * example.given("drive_tb")
    #expect(raw == example.expect("raw_tb"))
    #expect(abs(raw * set.usableShare - example.expect("usable_tb")) < 1e-6)
    #expect(abs(set.writeAmplification - example.expect("write_amplification")) < 1e-6)
  }
}
