/// A fault of pods of which only those that it hits are said.
package protocol PodFault: FaultAction {
  /// The pods, and how many of them.
  var target: PodTarget { get }

  /// Makes the fault of some pods.
  init(target: PodTarget)
}

extension PodFault {
  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }

  /// Reads the pods; one by default.
  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.init(target: target)
  }
}
