package import Manifests

/// Where a driver says that it has room for volumes of a class.
///
/// The rooms are filed by one label of the nodes that reach each, so that a node is asked about its
/// own rooms only: drivers on the nodes' own disks have one for each node.
package struct StorageRooms: Sendable {
  /// The numbers of a class's rooms, filed by a label.
  package struct Directory: Sendable {
    /// The labels by which rooms are filed, with their values, and the rooms of each value.
    private var shelves: [(key: String, values: NameTable, rooms: [[Int32]])] = []
    /// Rooms that other conditions than the values of labels say.
    private var others: [Int32] = []

    /// Files the rooms of some numbers.
    package init(_ numbers: [Int], among rooms: [StorageCapacitySpec]) {
      var labels: [(key: String, values: NameTable)] = []
      for number in numbers {
        for label in rooms[number].topology?.matchLabels.entries ?? [] {
          let known = labels.firstIndex { $0.key == label.key }
          if known == nil { labels.append((label.key, NameTable())) }
          _ = labels[known ?? labels.count - 1].values.intern(label.value)
        }
      }
      // The label that tells most rooms apart comes first.
      labels.sort { ($1.values.count, $0.key) < ($0.values.count, $1.key) }
      shelves = labels.map {
        (key: $0.key, values: $0.values, rooms: Array(repeating: [], count: $0.values.count))
      }
      for number in numbers { file(number, rooms[number]) }
    }

    private mutating func file(_ number: Int, _ room: StorageCapacitySpec) {
      guard let topology = room.topology else { return }
      for shelf in shelves.indices {
        guard let value = topology.matchLabels[shelves[shelf].key],
          let place = shelves[shelf].values.find(value)
        else { continue }
        shelves[shelf].rooms[Int(place)].append(Int32(number))
        return
      }
      others.append(Int32(number))
    }

    /// The rooms that a node with some labels may reach.
    package func candidates(_ labels: StringMap) -> [Int32] {
      var found = others
      for shelf in shelves {
        guard let value = labels[shelf.key], let place = shelf.values.find(value) else { continue }
        found += shelf.rooms[Int(place)]
      }
      return found
    }
  }

  /// All rooms that drivers tell of.
  let all: [StorageCapacitySpec]
  /// Those of the class.
  let directory: Directory

  /// Whether there is room for a volume of some bytes that a node reaches (binder.go
  /// hasEnoughCapacity).
  func take(_ bytes: Int64, labels: StringMap) -> Bool {
    directory.candidates(labels).contains { number in
      all[Int(number)].takes(bytes) && all[Int(number)].isReached(by: labels)
    }
  }
}
