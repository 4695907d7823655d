/// A queue's disk gives back what its consumers have done; a stream's or topic's keeps it until its
/// limits say otherwise.
extension Stores {
  mutating func freeSettled(of store: Int) {
    guard let rules = groups.stores[store].configuration.delivery, !rules.copiesToGroups else {
      return
    }
    while freedMessages.count < consumers.count { freedMessages.append(0) }
    for topic in consumers.indices where consumers[topic].store == store {
      let settled = messaging.counters(ofTopic: topic).settled
      groups.free(messages: settled - freedMessages[topic], of: store)
      freedMessages[topic] = settled
    }
  }
}

extension StoreGroups {
  /// Some messages of a store are gone, evenly from its shards.
  fileprivate mutating func free(messages count: UInt64, of store: Int) {
    guard count > 0 else { return }
    let shards = stores[store].shards
    for group in shards {
      let bytes = Int64(count) * groups[group].entryBytes / Int64(shards.count)
      for member in groups[group].members { release(bytes: bytes, member: member) }
    }
  }
}
