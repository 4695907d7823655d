import Manifests

/// The room that drivers have for volumes.
///
/// A provisioner tells anew after each volume that it made or deleted, and asks the driver by a
/// class's parameters and the nodes alone (kubernetes-csi external-provisioner pkg/capacity
/// syncCapacity, provisionWrapper): classes of a driver with the same parameters share their rooms,
/// also with a class that binds at once, for which itself no room is told of. What is free is kept
/// up to date without delay.
extension VolumeTable {
  /// Where a class's driver says that it has room; nil where it does not tell.
  ///
  /// A driver of which no object ever said anything is taken to have room: its objects are made by
  /// the driver itself, and manifests rarely hold them. Nobody makes anew those of manifests that
  /// are deleted, as they have no owner (external-provisioner pkg/capacity onCDelete).
  mutating func rooms(of maker: StorageClassSpec, at index: Int) -> StorageRooms? {
    guard maker.tellsCapacity, capacities.contains(where: { $0.storageClass == maker.name }) else {
      return nil
    }
    while directories.count <= index { directories.append(nil) }
    let known =
      directories[index]
      ?? StorageRooms.Directory(
        capacities.indices.filter {
          capacities[$0].storageClass == maker.name && capacities[$0].exists
        }, among: capacities)
    directories[index] = known
    return StorageRooms(all: capacities, directory: known)
  }

  /// The rooms in which a class's volumes are made, by their numbers.
  private func pool(of maker: StorageClassSpec) -> [Int] {
    guard maker.tellsCapacity, !capacities.isEmpty else { return [] }
    let names = classes.filter { $0.driver == maker.driver && $0.parameters == maker.parameters }
      .map(\.name)
    return capacities.indices.filter {
      capacities[$0].exists && names.contains(capacities[$0].storageClass)
    }
  }

  /// Takes the room of a volume that was just made where some labels reach it.
  mutating func takeRoom(for claim: Int, reachedBy labels: StringMap) {
    guard let maker = provisioner(of: claim) else { return }
    let volume = Int(claims[claim].volume)
    for room in pool(of: maker) where capacities[room].isReached(by: labels) {
      guard let free = capacities[room].free else { continue }
      capacities[room].free = max(0, free - claims[claim].spec.bytes)
      volumes[volume].rooms.append(Int32(room))
    }
  }

  /// The term of the place where a driver makes a claim's volume that no pod waits for: of the
  /// places in their order the first that has room; nil where none has.
  ///
  /// Where nothing is told of any of the places, the first is taken.
  func place(of claim: Int, _ maker: StorageClassSpec, among places: [NodeTerm]) -> [NodeTerm]? {
    let terms = VolumeTopology.terms(forClaim: claims[claim].spec.name, among: places)
    let rooms = pool(of: maker).map { capacities[$0] }.filter {
      $0.free != nil || $0.largest != nil
    }
    guard !rooms.isEmpty else { return terms[0] }
    let bytes = claims[claim].spec.bytes
    var isTold = false
    for term in terms {
      let labels = VolumeTopology.labels(of: term)
      for room in rooms where room.isReached(by: labels) {
        if room.takes(bytes) { return term }
        isTold = true
      }
    }
    return isTold ? nil : terms[0]
  }

  /// A volume grows by some bytes.
  mutating func takeRoom(for volume: Int, growingBy bytes: Int64) {
    for room in volumes[volume].rooms.map({ Int($0) }) {
      guard let free = capacities[room].free else { continue }
      capacities[room].free = max(0, free - bytes)
    }
  }

  /// A claim goes, and with it its volume, unless that is retained; returns whether there is more
  /// room then.
  mutating func freeRoom(of claim: Int) -> Bool {
    let volume = Int(claims[claim].volume)
    guard volume >= 0, !volumes[volume].isRetained else { return false }
    let rooms = volumes[volume].rooms.map { Int($0) }
    volumes[volume].rooms = []
    for room in rooms {
      guard let free = capacities[room].free else { continue }
      capacities[room].free = free + volumes[volume].spec.bytes
    }
    return !rooms.isEmpty
  }
}
