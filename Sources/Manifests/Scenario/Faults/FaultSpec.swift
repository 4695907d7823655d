package import SimulationKernel

/// Something that breaks at a time: an entry of a scenario's `faults`.
package struct FaultSpec: Sendable {
  /// Its name, unique in the scenario; the fault's kind and number where none was written.
  package let name: String
  /// Where the name was written; the whole fault where it was not.
  package let span: SourceSpan
  /// When it is injected.
  package let at: SimTime
  /// Where that was written.
  package let atSpan: SourceSpan
  /// By how much later it may be injected, drawn in each run; zero where nothing was written.
  package let within: SimDuration
  /// How long it lasts; nil means until the end, or that it happens once.
  package let duration: SimDuration?
  /// What breaks.
  package let action: any FaultAction
}

/// What breaks: one file a fault here, which says how it is written, and one in the room whose
/// state it breaks, which says what it does.
package protocol FaultAction: Sendable {
  /// The field by which a scenario asks for it: `nodeCrash`.
  static var kind: String { get }
  /// What breaks, for the schema.
  static var summary: String { get }
  /// Whether it happens at one time, so that nothing is undone.
  static var happensOnce: Bool { get }
  /// What it is aimed at, for checks against the platform.
  var targets: [FaultTarget] { get }
}

extension FaultAction {
  /// The field by which a scenario asks for it.
  package var kind: String { Self.kind }
}
