/// Something that can break, in a part of a world that has state to break.
///
/// A fault lies beside the state that it breaks, and the model has no condition for it. Its targets
/// are resolved once, when it is injected, by draws of its own stream where it must choose among
/// them. Schedules compose faults.
package protocol Breakable: ~Copyable {
  /// The faults that can be injected: a closed catalog.
  associatedtype Fault: Sendable
  /// A thing that a fault can hit, as it is recorded.
  associatedtype FaultTarget: Sendable
  /// What is needed to undo a fault.
  associatedtype Repair: Sendable

  /// What a fault would hit if it were injected now.
  func targets(of fault: Fault, random: EntityRandom) -> [FaultTarget]

  /// Resolves a fault's targets and breaks them.
  mutating func inject(
    _ fault: Fault, random: EntityRandom, in simulation: inout Simulation
  ) -> (targets: [FaultTarget], repair: Repair)

  /// Undoes what can be undone.
  mutating func repair(_ repair: Repair, in simulation: inout Simulation)
}
