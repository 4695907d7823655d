import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Disks that are out of order")
struct DiskFaultTests {
  /// Runs a store under small writes and reads with a script, and returns it.
  private static func run(
    _ setup: StoreSetup, seconds: Double, script: [(Double, StoreLab.Fault)],
    _ body: (borrowing StoreLab) -> Void
  ) {
    var lab = StoreLab(setup, seed: 12)
    lab.writeEvery = .milliseconds(20)
    lab.readShare = 2
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 12)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: seconds))
    body(lab)
  }

  private static func limited(_ engine: StoreEngine, members: Int = 3) -> StoreSetup {
    var setup = setup(engine, members: members, isOperated: engine == .postgresql)
    setup.pod.diskBytes = 10 << 30
    setup.dataBytes = 1 << 30
    return setup
  }

  private struct Service: Equatable {
    var writes: Bool
    var reads: Bool
  }

  /// Whether writes and reads succeed between two times.
  private static func serves(
    _ lab: borrowing StoreLab, from start: Double, to end: Double
  ) -> Service {
    let answers = lab.answers.filter {
      $0.time > SimTime(seconds: start) && $0.time < SimTime(seconds: end) && !$0.isFailed
    }
    return Service(
      writes: answers.contains { $0.isWrite }, reads: answers.contains { !$0.isWrite })
  }

  /// raftNode.start: a log that can not be saved is fatal.
  @Test("An etcd member whose disk is full ends, and the others go on", arguments: [0, 1])
  func full(member: Int) {
    Self.run(
      Self.limited(.etcd), seconds: 60,
      script: [
        (10, .breakDisk(member, .full)), (15, .start(member)), (30, .mendDisk(member, .full)),
        (31, .start(member)),
      ]
    ) { lab in
      // A leader that ends is replaced within an election of up to 1.9 s, and a round or two more.
      #expect(Self.serves(lab, from: 16, to: 29) == Service(writes: true, reads: true))
      let isUp = lab.stores.members[member].isUp
      let isSettled = lab.stores.isSettled(member)
      #expect(isUp && isSettled)
      #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    }
  }

  @Test("Elasticsearch's indices are read-only above the flood stage")
  func flood() {
    Self.run(
      Self.limited(.elasticsearch), seconds: 40,
      script: [(10, .breakDisk(1, .full)), (30, .mendDisk(1, .full))]
    ) { lab in
      #expect(Self.serves(lab, from: 12, to: 29) == Service(writes: false, reads: true))
      #expect(Self.serves(lab, from: 32, to: 40) == Service(writes: true, reads: true))
    }
  }

  @Test("RabbitMQ holds publishers back while a disk is full, and loses none of their messages")
  func publishers() {
    Self.run(
      Self.limited(.rabbitmq), seconds: 60,
      script: [(10, .breakDisk(1, .full)), (20, .mendDisk(1, .full))]
    ) { lab in
      #expect(Self.serves(lab, from: 11, to: 19) == Service(writes: false, reads: true))
      #expect(Self.serves(lab, from: 21, to: 60) == Service(writes: true, reads: true))
      #expect(!lab.answers.contains { $0.isFailed })
    }
  }

  @Test("PostgreSQL's primary stops when its disk is full, and another takes over")
  func panic() {
    Self.run(Self.limited(.postgresql), seconds: 90, script: [(20, .breakDisk(0, .full))]) { lab in
      #expect(Self.serves(lab, from: 60, to: 90).writes)
      #expect(lab.stores.failovers.count == 1)
    }
  }

  @Test("A replica whose disk stalls holds Elasticsearch's writes until it is removed")
  func stall() {
    Self.run(Self.limited(.elasticsearch), seconds: 180, script: [(10, .breakDisk(1, .stalled))]) {
      lab in
      #expect(!Self.serves(lab, from: 20, to: 120).writes)
      #expect(Self.serves(lab, from: 140, to: 180).writes)
    }
  }

  @Test("A follower whose disk stalls does not hold etcd's writes")
  func hiddenStall() {
    Self.run(Self.limited(.etcd), seconds: 60, script: [(10, .breakDisk(2, .stalled))]) { lab in
      #expect(Self.serves(lab, from: 20, to: 60).writes)
    }
  }

  /// Followers elect 10 to 19 ticks of 100 ms after the last heartbeat (raft.go), of which a leader
  /// that waits for its disk sends none (etcd issue 13527).
  @Test("A leader whose disk stalls is replaced in etcd as one that is silent")
  func replacedStall() {
    Self.run(
      Self.limited(.etcd), seconds: 60,
      script: [(10, .breakDisk(0, .stalled)), (40, .mendDisk(0, .stalled))]
    ) { lab in
      guard let record = lab.stores.failovers.first, let ready = record.readyAt else {
        Issue.record("nobody took over")
        return
      }
      let gap = ready - SimTime(seconds: 10)
      #expect(record.oldPrimary == 0 && record.lostWrites == 0)
      #expect(gap > .milliseconds(850) && gap < .seconds(4), "\(gap.seconds) s")
      #expect(Self.serves(lab, from: 15, to: 40) == Service(writes: true, reads: true))
      // When its disk answers again it hears of its successor, and follows.
      #expect(lab.stores.failovers.count == 1)
      let isSettled = lab.stores.isSettled(0)
      #expect(isSettled)
    }
  }

  @Test("A leader of etcd with nothing to save leads on, whatever its disk does")
  func idleStall() {
    var lab = StoreLab(Self.limited(.etcd), seed: 12)
    lab.script = [(SimTime(seconds: 10), .breakDisk(0, .stalled))]
    var simulation = Simulation(seed: 12)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    #expect(lab.stores.groups[0].leader == 0)
    #expect(lab.stores.failovers.isEmpty)
  }

  /// Of three places in the log a majority has the second highest, whosever it is (ra_server.erl,
  /// agreed_commit).
  @Test("RabbitMQ confirms what two followers have on disk while its leader's disk stalls")
  func outvotedStall() {
    Self.run(Self.limited(.rabbitmq), seconds: 60, script: [(10, .breakDisk(0, .stalled))]) { lab in
      #expect(lab.stores.groups[0].leader == 0)
      #expect(Self.serves(lab, from: 20, to: 60).writes)
      #expect(lab.stores.failovers.isEmpty)
    }
  }

  @Test("MinIO heals a lost drive, and loses objects only with more drives than parity at once")
  func heal() {
    let one: [(Double, StoreLab.Fault)] = [
      (10, .breakDisk(0, .lost)), (11, .start(0)), (60, .breakDisk(1, .lost)), (61, .start(1)),
      (110, .breakDisk(2, .lost)), (111, .start(2)),
    ]
    var small = setup(.minio, members: 4)
    small.dataBytes = 100 << 20
    Self.run(small, seconds: 160, script: one) { lab in
      #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    }
    let three = one.map { (10 + $0.0 / 100, $0.1) }
    Self.run(small, seconds: 60, script: three) { lab in
      #expect(lab.stores.failovers.contains { $0.lostWrites > 0 })
    }
  }

  @Test("A quorum queue that lost the disks of a majority does not come back by itself")
  func goneQueue() {
    Self.run(
      Self.limited(.rabbitmq), seconds: 60,
      script: [
        (10, .breakDisk(0, .lost)), (10.1, .breakDisk(1, .lost)), (20, .start(0)), (20, .start(1)),
      ]
    ) { lab in
      #expect(Self.serves(lab, from: 30, to: 60) == Service(writes: false, reads: false))
    }
  }

  @Test("A slow disk makes every flush longer")
  func slow() {
    func mean(_ factor: Double) -> Double {
      var total = 0.0
      Self.run(
        Self.limited(.elasticsearch), seconds: 30, script: [(0.5, .breakDisk(0, .slow(factor)))]
      ) { lab in total = lab.meanWriteSeconds }
      return total
    }
    let usual = mean(1)
    #expect(mean(50) > 5 * usual)
  }
}
