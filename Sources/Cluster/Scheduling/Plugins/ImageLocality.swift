/// Prefers nodes that hold large parts of the pod's images (framework/plugins/imagelocality).
enum ImageLocality: ScorePlugin {
  static let name = "ImageLocality"
  static let weight: Int64 = 1
  /// Below this many bytes an image does not count; above the other it counts fully, a container.
  private static let least: Int64 = 23 << 20
  private static let greatestPerContainer: Int64 = 1_000 << 20

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    let images = pod.demand.images
    let greatest = greatestPerContainer * Int64(images.count)
    guard !images.isEmpty, cache.presentCount > 0 else { return nil }
    let spread = images.map { image -> Int64 in
      guard Int(image) < cache.imageOn.count else { return 0 }
      let share = Double(cache.imageNodes[Int(image)]) / Double(cache.presentCount)
      return Int64(Double(cache.imageBytes[Int(image)]) * share)
    }
    var sums = [Int64](repeating: 0, count: nodes.count)
    for (number, image) in images.enumerated() where spread[number] > 0 {
      let holders = cache.imageOn[Int(image)]
      for (index, node) in nodes.enumerated() where holders[Int(node)] {
        sums[index] += spread[number]
      }
    }
    return sums.map { 100 * (min(max($0, least), greatest) - least) / (greatest - least) }
  }
}
