import SimulationKernel

extension SpecType where Value == [FaultSpec] {
  /// Faults in order; one entry may name a file that holds several.
  static var faults: SpecType {
    SpecType<[FaultEntry]>.list(.object(FaultEntry.self)).map { entries, _, context in
      var faults: [FaultSpec] = []
      for entry in entries {
        for action in entry.actions {
          let name = entry.name(of: action, number: faults.count + 1)
          if let other = faults.first(where: { $0.name == name.text }) {
            context.diagnostics.error(
              "two faults are called \"\(name.text)\"", at: name.span, code: "duplicate-name",
              labels: [(other.span, "the other one")])
          }
          faults.append(
            FaultSpec(
              name: name.text, span: name.span, at: entry.at,
              duration: entry.duration ?? action.duration, action: action.action))
        }
      }
      return faults
    }
  }
}

/// One entry of `faults`.
private struct FaultEntry: SpecObject {
  static let what = "a fault"
  let name: LocatedText?
  let span: SourceSpan
  let at: SimTime
  let duration: SimDuration?
  let actions: [NamedFault]

  init?(_ reader: inout SpecReader) {
    name = reader.optional("name", .name, "its name, for thresholds and reports")
    span = reader.span
    let at = reader.required("at", .time, "when it is injected")
    duration = reader.optional(
      "duration", .positiveDuration, "how long it lasts; to the end by default")
    let actions = reader.choice(Self.choices)
    if duration != nil, case .podKill? = actions?.first?.action {
      reader.diagnostics.warning(
        "pods are killed once, so this duration has no effect", at: reader.span(of: "duration"),
        code: "no-effect")
    }
    guard let at, let actions else { return nil }
    self.at = at
    self.actions = actions
  }

  /// The name of one of the entry's faults.
  func name(of fault: NamedFault, number: Int) -> LocatedText {
    guard let name else {
      let text = fault.name ?? "\(fault.action.kind.rawValue)-\(number)"
      return LocatedText(text: text, span: span)
    }
    guard actions.count > 1, let own = fault.name else { return name }
    return LocatedText(text: "\(name.text)-\(own)", span: name.span)
  }

  private static var choices: [SpecChoice<[NamedFault]>] {
    let native: [SpecChoice<FaultAction>] = [
      SpecChoice(
        FaultKind.nodeCrash.rawValue, .object(NodeCrash.self), "machines lose their power"
      ) { crash, _ in .nodeCrash(crash.target) },
      SpecChoice(FaultKind.podKill.rawValue, .object(PodKill.self), "pods are killed once") {
        kill, _ in .podKill(kill.target, gracePeriod: kill.gracePeriod)
      },
      SpecChoice(
        FaultKind.zoneLoss.rawValue, .object(ZoneLoss.self), "a whole zone loses its power"
      ) { loss, _ in .zoneLoss(zone: loss.zone.text, span: loss.zone.span) },
      SpecChoice(
        FaultKind.networkPartition.rawValue, .object(NetworkPartition.self),
        "packets between two sides are lost"
      ) { partition, _ in .networkPartition(partition) },
    ]
    let file = SpecChoice("file", .chaosFile, "a file of Chaos Mesh resources") { faults, _ in
      faults
    }
    return native.map { choice in
      choice.map { [NamedFault(name: nil, duration: nil, action: $0)] }
    } + [file]
  }
}

/// A fault with what a Chaos Mesh resource says about itself.
struct NamedFault {
  /// The resource's name.
  let name: String?
  /// The resource's own duration.
  let duration: SimDuration?
  /// What breaks.
  let action: FaultAction
}

private struct NodeCrash: SpecObject {
  static let what = "a node crash"
  let target: NodeTarget

  init?(_ reader: inout SpecReader) {
    guard let target = reader.choice(NodeTarget.choices) else { return nil }
    self.target = target
  }
}

private struct ZoneLoss: SpecObject {
  static let what = "a zone loss"
  let zone: LocatedText

  init?(_ reader: inout SpecReader) {
    guard let zone = reader.required("zone", .name as SpecType<LocatedText>, "the zone") else {
      return nil
    }
    self.zone = zone
  }
}

private struct PodKill: SpecObject {
  static let what = "a pod kill"
  let target: PodTarget
  let gracePeriod: SimDuration

  init?(_ reader: inout SpecReader) {
    let hasMode = reader.has("mode")
    let mode = reader.targetMode(default: .one) ?? .one
    gracePeriod = reader.optional(
      "gracePeriod", .duration, default: .zero,
      "time between SIGTERM and SIGKILL; none by default")
    if hasMode, reader.has("pod") {
      reader.diagnostics.error(
        "pod brings its own mode", at: reader.span(of: "mode"), code: "conflicting-fields")
    }
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}

extension NetworkPartition: SpecObject {
  static let what = "a network partition"

  init?(_ reader: inout SpecReader) {
    let from = reader.required("from", .object(FaultTarget.self), "one side")
    to = reader.optional(
      "to", .object(FaultTarget.self), "the other side; everything else by default")
    direction = reader.optional(
      "direction", .word(Direction.self), default: .both,
      "which packets are lost: those that `from` sends (to) or receives (from), or both")
    guard let from else { return nil }
    self.from = from
  }
}
