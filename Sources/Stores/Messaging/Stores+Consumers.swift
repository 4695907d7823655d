import Cluster
import Mesh
import SimulationKernel

/// Consumers in pods: the messages published for them, the deliveries to them, and their answers.
extension Stores {
  /// Keeps the message of an acknowledged write for the consumers of its topic.
  mutating func keepMessage(of handle: Handle<Call>, _ mesh: borrowing Mesh, now: SimTime) {
    let operation = operations[mesh.operation(of: handle)]
    guard operation.isWrite, operation.isConsumed else { return }
    let call = mesh.calls[handle]
    let key = call.random.bits(
      call.purpose(CallPurpose.software + StoreOperationLaws.Purpose.key.rawValue))
    let group = groups.shardGroup(store: Int(operation.store), keyBits: key)
    let number = messaging.write(group: group)
    for topic in consumers.indices where consumers[topic].operation == mesh.operation(of: handle) {
      messaging.publish(
        topic, group: group, number: number, random: call.random, isRepeated: call.attempt > 0,
        now: now)
    }
  }

  /// Sends the deliveries that the brokers hand out, as calls on the wire.
  mutating func sendDeliveries(in simulation: inout Simulation, _ mesh: inout Mesh) {
    while !messaging.orders.isEmpty {
      let orders = messaging.orders
      messaging.orders.removeAll(keepingCapacity: true)
      for order in orders { send(order, in: &simulation, &mesh) }
    }
  }

  private mutating func send(
    _ order: Messaging.Order, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard groups.members[order.broker].isUp, !pods[order.broker].isNone else {
      messaging.takeBack(order.delivery)
      return
    }
    messaging.leave(order.delivery, epoch: groups.members[order.broker].epoch)
    mesh.call(
      along: consumers[order.topic].route, client: UInt32(pods[order.broker].index),
      parent: order.delivery.rawValue, position: 0, owner: Room.stores.rawValue,
      random: order.random, pinned: order.pod, under: .max, in: &simulation)
  }

  /// Takes in what a consumer answers.
  mutating func takeAnswer(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) {
    guard mesh.calls.contains(call) else { return }
    let outcome = mesh.receive(call, in: &simulation)
    guard let raw = outcome.parent else { return }
    let delivery = Handle<Delivery>(rawValue: raw)
    guard let sender = messaging.sender(of: delivery) else { return }
    let pod = PodHandle(rawValue: outcome.server)
    let isThere = cluster.pods.contains(pod) && cluster.pods[pod].isServing
    let answer: DeliveryAnswer =
      outcome.hasFailed ? (isThere ? .failed : .disconnected) : .done
    messaging.answer(
      delivery, answer,
      from: groups.sight(ofBroker: sender.broker, since: sender.epoch, now: simulation.now),
      now: simulation.now)
  }

  /// Tells a broker the state of its consumers' pods.
  mutating func reportConsumers(
    of store: Int, _ mesh: inout Mesh, _ cluster: borrowing Cluster, now: SimTime
  ) {
    for topic in consumers.indices where consumers[topic].store == store {
      var broker: Int?
      for group in groups.stores[store].shards {
        let leader = groups.groups[group].leader.map { groups.groups[group].members[$0] }
        let there = leader.flatMap { groups.members[$0].isUp ? $0 : nil }
        messaging.lead(topic, group: group, broker: there)
        broker = broker ?? there
      }
      messaging.followBrokers(ofTopic: topic, groups, now: now)
      sights.removeAll(keepingCapacity: true)
      for pod in cluster.pods(withSoftwareOf: consumers[topic].workload) {
        let gate = mesh.gate(ofRoute: consumers[topic].route)
        sights.append(sight(of: pod, from: broker, through: gate, &mesh, cluster))
      }
      messaging.updateMembers(of: topic, by: sights, now: now)
    }
  }

  private func sight(
    of pod: PodHandle, from broker: Int?, through gate: UInt16, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) -> ConsumerSight {
    let state = cluster.pods[pod]
    var sight = ConsumerSight(
      pod: pod.rawValue, since: state.servingSince, life: .closed, isReady: state.isReady)
    if state.node >= 0, !cluster.nodes[Int(state.node)].isUp {
      sight.life = .silent
    } else if state.isReady, let broker,
      !mesh.canExchange(pods[broker].index, pod.index, through: gate)
    {
      sight.life = .silent
    } else if state.isServing {
      sight.life = state.isTerminating ? .leaving : .present
    }
    return sight
  }

  /// Drops the messages among the writes that failovers have lost since the last look.
  mutating func loseMessages() {
    guard !groups.losses.isEmpty else { return }
    for loss in groups.losses { messaging.lose(loss.writes, ofGroup: loss.group) }
    groups.losses.removeAll()
  }
}
