/// Templates with the greatest amounts of some others, as they were last found: pods that are alike
/// and go through the same resizes share them.
struct GreatestTemplates: Sendable {
  private struct Entry {
    let levels: [Int32]
    let template: Int32
  }

  /// Resizes that go on at a time differ in few combinations of what is asked, set aside and had.
  private static let capacity = 16

  private var entries: [Entry] = []
  /// The place of the oldest entry once there are as many as are kept.
  private var oldest = 0

  /// The template that was found for templates in this order; nil where that is forgotten.
  func template(of levels: [Int32]) -> Int32? {
    entries.first { $0.levels == levels }?.template
  }

  /// Remembers a template in place of the oldest.
  mutating func remember(_ template: Int32, of levels: [Int32]) {
    let entry = Entry(levels: levels, template: template)
    guard entries.count == Self.capacity else {
      entries.append(entry)
      return
    }
    entries[oldest] = entry
    oldest = (oldest + 1) % Self.capacity
  }
}
