import Manifests
import SimulationKernel

/// The kubelets' collection of images that nobody uses (pkg/kubelet/images/image_gc_manager.go).
///
/// They look every five minutes; a look is only made while a disk is full enough.
extension Cluster {
  /// A node holds an image from now on.
  mutating func keepImage(_ image: Int, on node: Int, at now: SimTime) {
    guard !scheduler.cache.hasImage(image, on: node) else { return }
    scheduler.cache.addImage(image, bytes: images.bytes[image], on: node)
    disks.addImage(images.bytes[image], on: node)
    imageRecords[node].append(ImageRecord(image: Int32(image), since: now, usedAt: now))
  }

  /// A pod needs its images no longer.
  mutating func releaseImages(of pod: PodHandle, at now: SimTime) {
    let node = Int(pods[pod].node)
    guard node >= 0 else { return }
    let template = Int(pods[pod].template)
    for index in imageRecords[node].indices
    where templates[template].images.contains(imageRecords[node][index].image) {
      imageRecords[node][index].usedAt = now
    }
  }

  /// Whether the disk is full enough: the kubelet counts whole percents, those in use rounded up,
  /// and looks for nothing where the threshold is all of them (kubelet.go StartGarbageCollection).
  private func needsCollection(_ node: Int) -> Bool {
    let threshold = nodeSpecs[node].kubelet.imageCollection.highPercent
    return threshold < 100 && usedPercent(of: node) >= threshold
  }

  private func usedPercent(of node: Int) -> Int64 {
    disks.space(of: node).map { 100 - $0.available * 100 / $0.size } ?? 0
  }

  /// A node's disk got fuller: the next look follows if images must go.
  mutating func watchImages(of node: Int, in simulation: inout Simulation) {
    guard evictions[node].collectsImagesAt == .infinity, tendsPods(node), needsCollection(node)
    else { return }
    let phase = Timings.imageCollection.scaled(by: unit(nodeKeys[node], .status, at: .zero))
    evictions[node].collectsImagesAt = nextTick(
      from: simulation.now + .nanoseconds(1), phase: phase, period: Timings.imageCollection)
    schedule(
      .imageCollection, at: evictions[node].collectsImagesAt, argument: UInt32(node),
      in: &simulation)
  }

  /// One look: images go until the disk is as empty as it should be.
  mutating func collectImages(of node: Int, in simulation: inout Simulation) {
    guard evictions[node].collectsImagesAt == simulation.now else { return }
    evictions[node].collectsImagesAt = .infinity
    guard tendsPods(node), needsCollection(node) else { return }
    guard let space = disks.space(of: node) else { return }
    let percent = usedPercent(of: node)
    let kept = 100 - nodeSpecs[node].kubelet.imageCollection.lowPercent
    let wanted = space.size * kept / 100 - space.available
    let freed = deleteImages(wanted, on: node, at: simulation.now)
    if freed < wanted {
      let problem = version.imageShortageText(
        percent: percent, of: space.size, wanted: wanted, freed: freed)
      failCollection(of: node, problem, in: simulation)
    }
    watchImages(of: node, in: &simulation)
  }

  /// The kubelet says that it found too little to delete, and from the second time in a row on also
  /// that the collection as such fails (kubelet.go StartGarbageCollection, prevImageGCFailed).
  private mutating func failCollection(
    of node: Int, _ problem: String, in simulation: borrowing Simulation
  ) {
    record(
      node: node, "FreeDiskSpaceFailed", problem, isWarning: true, by: .kubelet, in: simulation)
    let before = simulation.now - Timings.imageCollection
    if evictions[node].failedToCollectAt == before {
      record(node: node, "ImageGCFailed", problem, isWarning: true, by: .kubelet, in: simulation)
    }
    evictions[node].failedToCollectAt = simulation.now
  }

  /// Deletes images that no pod of the node uses, the one that was used longest ago first, until so
  /// many bytes are free; returns how many are.
  @discardableResult
  mutating func deleteImages(_ bytes: Int64, on node: Int, at now: SimTime) -> Int64 {
    let leastAge = nodeSpecs[node].kubelet.imageCollection.leastAge
    let unused = imageRecords[node].filter { record in
      now - record.since >= leastAge
        && !nodePods[node].contains { pod in
          pods[pod].stage != .ended
            && templates[Int(pods[pod].template)].images.contains(record.image)
        }
    }.sorted { ($0.usedAt, $0.since, $0.image) < ($1.usedAt, $1.since, $1.image) }
    var freed: Int64 = 0
    for record in unused where freed < bytes {
      let image = Int(record.image)
      scheduler.cache.imageOn[image][node] = false
      scheduler.cache.imageNodes[image] -= 1
      disks.addImage(-images.bytes[image], on: node)
      imageRecords[node].removeAll { $0.image == record.image }
      freed += images.bytes[image]
    }
    return freed
  }
}
