import Manifests
import SimulationKernel
import Stores
import Testing

/// A queue's leader falls silent with a message that it handed out and that is not confirmed.
@Suite("Net ticks of RabbitMQ")
struct NetTickTests {
  private enum Fault: Sendable, CaseIterable { case freeze, nodeOff, cutOff, kill }

  /// Runs a cluster whose leader fails at 10 s and shows it at some times, with who led.
  private static func run(
    _ fault: Fault, seed: UInt64, tick: SimDuration, until back: Double = .infinity,
    at times: [Double], _ body: (borrowing StoreLab, _ leader: Int, SimTime) -> Void
  ) {
    let setup = setup(.rabbitmq, members: 3) {
      $0.netTicks = PartitionHandling.detection(tickTime: tick)
    }
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(100)
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 10))
    let leader = lab.stores.groups[0].leader.map { lab.stores.groups[0].members[$0] } ?? 0
    switch fault {
    case .freeze: lab.perform(.freeze(leader), in: &simulation)
    case .nodeOff: lab.perform(.crashNode(leader), in: &simulation)
    case .cutOff: lab.perform(.isolate(leader), in: &simulation)
    case .kill: lab.perform(.kill(leader), in: &simulation)
    }
    var isBack = false
    for time in times {
      if time > back, !isBack {
        simulation.run(&lab, through: SimTime(seconds: back))
        lab.perform(fault == .freeze ? .thaw(leader) : .heal, in: &simulation)
        isBack = true
      }
      simulation.run(&lab, through: SimTime(seconds: time))
      body(lab, leader, SimTime(seconds: time))
    }
  }

  /// A queue of one message, which the broker hands to a consumer.
  private static func queue(of broker: Int) -> MessagingLab {
    var rules = DeliveryRules(patience: .minutes(30), silence: .seconds(60))
    rules.pushes = true
    var queue = MessagingLab(rules: rules, prefetch: 1, broker: broker)
    queue.join(1)
    queue.publish(1)
    queue.join(2)
    _ = queue.take()
    return queue
  }

  @Test("A leader is replaced in time, and its channels are gone after the net ticks' range")
  func range() {
    for fault in [Fault.freeze, .nodeOff, .cutOff] {
      var detected: [Double] = []
      for seed in 1...40 as ClosedRange<UInt64> {
        var gone = 99.0
        let times = (0...30).map { 13 + Double($0) / 2 }
        Self.run(fault, seed: seed, tick: .seconds(12), at: times) { lab, leader, now in
          let epoch = lab.stores.members[leader].epoch
          // The detector needs 5 to 11 s, and a vote.
          let isReplaced = lab.stores.groups[0].leader != nil
          #expect(isReplaced || now < SimTime(seconds: 22), "\(fault) \(seed) \(now)")
          guard lab.stores.sight(ofBroker: leader, since: epoch, now: now) == .gone else { return }
          gone = min(gone, (now - SimTime(seconds: 10)).seconds - 0.25)
        }
        detected.append(gone)
      }
      // Uniform between three and five quarters of 12 s.
      #expect(detected.allSatisfy { $0 >= 8.7 && $0 <= 15.4 }, "\(fault) \(detected)")
      let mean = detected.reduce(0, +) / Double(detected.count)
      #expect(abs(mean - 12) < 3 * 6 / 12.0.squareRoot() / 40.0.squareRoot() + 0.2, "\(mean)")
    }
  }

  /// aten looks each 5 s, and any message of the leader ends the wait for an election
  /// (ra_server_proc.erl, record_leader_msg).
  @Test("A leader that is silent for less than a look leads on")
  func briefSilence() {
    for fault in [Fault.freeze, .cutOff] {
      for seed in 1...10 as ClosedRange<UInt64> {
        Self.run(fault, seed: seed, tick: .seconds(60), until: 12, at: [30]) { lab, leader, _ in
          let group = lab.stores.groups[0]
          #expect(group.leader.map { group.members[$0] } == leader, "\(fault) \(seed)")
        }
      }
    }
  }

  @Test("What a silent leader handed out is handed out again once it is gone, not before")
  func redelivery() {
    for fault in [Fault.freeze, .nodeOff, .cutOff, .kill] {
      Self.run(fault, seed: 3, tick: .seconds(60), at: [54, 86]) { lab, leader, now in
        var queue = Self.queue(of: leader)
        queue.follow(lab.stores, at: now)
        let isBack = fault == .kill || now > SimTime(seconds: 60)
        #expect(queue.take().count == (isBack ? 1 : 0), "\(fault) at \(now)")
        queue.expectConservation("\(fault)")
      }
    }
  }

  @Test("A confirmation that reached a silent leader counts when that is heard of again in time")
  func lateConfirmation() {
    for fault in [Fault.freeze, .cutOff] {
      Self.run(fault, seed: 4, tick: .seconds(60), until: 30, at: [35]) { lab, leader, now in
        var queue = Self.queue(of: leader)
        queue.answerOldest(.done, from: .silent)
        #expect(queue.counters.settled == 0 && queue.levels.underWay == 1)
        queue.follow(lab.stores, at: now)
        #expect(queue.counters.settled == 1 && queue.counters.duplicated == 0, "\(fault)")
        queue.expectConservation("\(fault)")
      }
      Self.run(fault, seed: 4, tick: .seconds(20), at: [40]) { lab, leader, now in
        var queue = Self.queue(of: leader)
        queue.answerOldest(.done, from: .silent)
        queue.follow(lab.stores, at: now)
        queue.answerOldest(.done)
        #expect(queue.counters.settled == 1 && queue.counters.duplicated == 1, "\(fault)")
        queue.expectConservation("\(fault)")
      }
    }
  }
}
