import Manifests

/// The room that drivers have for volumes.
///
/// A provisioner tells anew after each volume that it made or deleted (kubernetes-csi
/// external-provisioner pkg/capacity): what is free is kept up to date without delay.
extension VolumeTable {
  /// Where a class's driver says that it has room; nil where it does not tell.
  ///
  /// A driver of which no object says anything is taken to have room: its objects are made by the
  /// driver itself, and manifests rarely hold them.
  func rooms(of maker: StorageClassSpec) -> [StorageCapacitySpec]? {
    guard maker.tellsCapacity else { return nil }
    let own = capacities.filter { $0.storageClass == maker.name }
    return own.isEmpty ? nil : own
  }

  /// Takes the room of a volume that was just made where a node reaches it.
  mutating func takeRoom(for claim: Int, on node: NodeSpec) {
    guard let maker = provisioner(of: claim), maker.tellsCapacity else { return }
    let bytes = claims[claim].spec.bytes
    let chosen = capacities.firstIndex {
      $0.storageClass == maker.name && $0.takes(bytes, labels: node.labels)
    }
    guard let chosen, let free = capacities[chosen].free else { return }
    capacities[chosen].free = max(0, free - bytes)
    volumes[Int(claims[claim].volume)].capacity = Int32(chosen)
  }

  /// A volume grows by some bytes.
  mutating func takeRoom(for volume: Int, growingBy bytes: Int64) {
    let chosen = Int(volumes[volume].capacity)
    guard chosen >= 0, let free = capacities[chosen].free else { return }
    capacities[chosen].free = max(0, free - bytes)
  }

  /// A claim goes, and with it its volume, unless the class retains it; returns whether there is
  /// more room then.
  mutating func freeRoom(of claim: Int) -> Bool {
    let volume = Int(claims[claim].volume)
    guard volume >= 0, volumes[volume].capacity >= 0, !(provisioner(of: claim)?.retains ?? true)
    else { return false }
    let chosen = Int(volumes[volume].capacity)
    volumes[volume].capacity = -1
    guard let free = capacities[chosen].free else { return false }
    capacities[chosen].free = free + volumes[volume].spec.bytes
    return true
  }
}
