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
              name: name.text, span: name.span, at: entry.at, atSpan: entry.atSpan,
              within: entry.within,
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
  let atSpan: SourceSpan
  let within: SimDuration
  let duration: SimDuration?
  let actions: [NamedFault]

  init?(_ reader: inout SpecReader) {
    name = reader.optional("name", .name, "its name, for thresholds and reports")
    span = reader.span
    let at = reader.required("at", .time, "when it is injected")
    atSpan = reader.span(of: "at")
    within = reader.optional(
      "within", .duration, default: .zero,
      "by how much later it may be injected, drawn in each run; not at all by default")
    duration = reader.optional(
      "duration", .positiveDuration, "how long it lasts; to the end by default")
    let actions = reader.choice(Self.choices)
    if duration != nil, let action = actions?.first?.action, type(of: action).happensOnce {
      reader.diagnostics.warning(
        "\(action.kind) happens once, so this duration has no effect",
        at: reader.span(of: "duration"), code: "no-effect")
    }
    guard let at, let actions else { return nil }
    self.at = at
    self.actions = actions
  }

  /// The name of one of the entry's faults.
  func name(of fault: NamedFault, number: Int) -> LocatedText {
    guard let name else {
      let text = fault.name ?? "\(fault.action.kind)-\(number)"
      return LocatedText(text: text, span: span)
    }
    guard actions.count > 1, let own = fault.name else { return name }
    return LocatedText(text: "\(name.text)-\(own)", span: name.span)
  }

  private static var choices: [SpecChoice<[NamedFault]>] {
    let file = SpecChoice("file", .chaosFile, "a file of Chaos Mesh resources") { faults, _ in
      faults
    }
    return FaultCatalog.choices.map { choice in
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
  let action: any FaultAction
}
