import Cluster

/// What the containers of pods ask for, by template: gathered once, as a template never changes.
///
/// Names and labels, which only new series need, are kept of one template at a time: pods of one
/// mostly lie together.
struct AmountTable {
  /// An amount above zero.
  struct Entry {
    /// Its place among all amounts of its template.
    let place: Int32
    /// Cores, bytes or pieces.
    let value: Double
  }

  /// A template's amounts.
  struct Row {
    /// Those above zero, in `entries`.
    let range: Range<Int>
    /// How many amounts there are, those of zero among them.
    let width: Int
  }

  private(set) var entries: [Entry] = []
  /// By number of a template; nil until one of its pods is looked at.
  private var rows: [Row?] = []
  /// A template and all its amounts.
  private var named: (template: Int32, amounts: [ContainerAmount]) = (-1, [])

  /// The amounts of a template.
  mutating func row(ofTemplate number: Int32, _ world: borrowing World) -> Row {
    while rows.count <= number { rows.append(nil) }
    if let known = rows[Int(number)] { return known }
    let amounts = world.cluster.templates[Int(number)].spec.amounts
    let start = entries.count
    for (place, amount) in amounts.enumerated() where amount.value > 0 {
      entries.append(Entry(place: Int32(place), value: amount.value))
    }
    let row = Row(range: start..<entries.count, width: amounts.count)
    rows[Int(number)] = row
    return row
  }

  /// The amounts of a template with names and labels, by their places.
  mutating func names(
    ofTemplate number: Int32, _ world: borrowing World
  ) -> [ContainerAmount] {
    if named.template != number {
      named = (number, world.cluster.templates[Int(number)].spec.amounts)
    }
    return named.amounts
  }
}
