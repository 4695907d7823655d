import Manifests
import SimulationKernel

/// Classes and volumes that are written while claims wait for them.
extension VolumeTable {
  /// Writes a class, which claims that name it have from then on.
  mutating func write(_ spec: StorageClassSpec) {
    let index = classes.firstIndex { $0.name == spec.name } ?? classes.count
    if index < classes.count { classes[index] = spec } else { classes.append(spec) }
    forgetPlaces(asOf: placesAsOf)
    directories = []
    for claim in claims.indices where claims[claim].spec.storageClass == spec.name {
      claims[claim].storageClass = Int32(index)
    }
  }

  /// Deletes a class; false where there is none of the name.
  ///
  /// Its claims keep its name; those that have no volume wait for a class of that name, also where
  /// their provisioner has begun.
  mutating func delete(storageClass name: String) -> Bool {
    guard let index = classes.firstIndex(where: { $0.name == name }) else { return false }
    classes.remove(at: index)
    forgetPlaces(asOf: placesAsOf)
    directories = []
    for claim in claims.indices where claims[claim].storageClass >= Int32(index) {
      guard claims[claim].storageClass == Int32(index) else {
        claims[claim].storageClass -= 1
        continue
      }
      claims[claim].storageClass = -1
      claims[claim].spec.storageClass = name
      claims[claim].madeAt = .infinity
    }
    return true
  }

  /// Whether a class is there as a file says it.
  func holds(_ spec: StorageClassSpec) -> Bool {
    classes.first { $0.name == spec.name }.map { "\($0)" == "\(spec)" } ?? false
  }

  /// Whether what a driver says of its room was written by a file that said the same.
  func holds(_ spec: StorageCapacitySpec) -> Bool {
    capacities.contains {
      $0.name == spec.name && $0.namespace == spec.namespace && $0.exists
        && $0.isWritten(like: spec)
    }
  }

  /// Writes what a driver says of its room.
  mutating func write(_ spec: StorageCapacitySpec) {
    let known = capacities.firstIndex { $0.name == spec.name && $0.namespace == spec.namespace }
    if let known { capacities[known] = spec } else { capacities.append(spec) }
    directories = []
  }

  /// Deletes the objects about room that a test picks; returns whether there was any.
  mutating func deleteCapacities(where isMeant: (StorageCapacitySpec) -> Bool) -> Bool {
    let meant = capacities.indices.filter { capacities[$0].exists && isMeant(capacities[$0]) }
    for index in meant { capacities[index].exists = false }
    if !meant.isEmpty { directories = [] }
    return !meant.isEmpty
  }

  /// Writes a volume; what one that is bound is made of stays.
  mutating func write(_ spec: VolumeSpec) {
    guard let known = volumes.firstIndex(where: { $0.spec.name == spec.name }) else {
      volumes.append(Volume(spec: spec))
      free.append(volumes.count - 1)
      return
    }
    if volumes[known].claim < 0 { volumes[known].spec = spec }
  }

  /// The claims that have no volume.
  var unboundClaims: [Int] {
    claims.indices.filter { claims[$0].volume < 0 && !claims[$0].isDeleted }
  }

  /// Gives a claim that names no class and no volume the default class, if there is one
  /// (pv_controller.go assignDefaultStorageClass).
  mutating func assignDefaultClass(to claim: Int) {
    let state = claims[claim]
    guard state.storageClass < 0, state.spec.storageClass == nil, state.spec.volumeName == nil,
      let index = classes.firstIndex(where: \.isDefault)
    else { return }
    claims[claim].storageClass = Int32(index)
  }

  /// Binds a claim that waits for no pod to the best volume for it; returns whether there is one.
  mutating func bindAtOnce(_ claim: Int) -> Bool {
    guard !waitsForConsumer(claim) || claims[claim].spec.volumeName != nil,
      let volume = candidates(for: claim).first
    else { return false }
    bind(claim, to: volume)
    return true
  }
}
