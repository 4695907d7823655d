/// A profile of kube-scheduler, by which it places the pods that name it
/// (KubeSchedulerProfile, kubescheduler.config.k8s.io/v1).
package struct SchedulerProfile: Sendable {
  /// The name that pods give as their `schedulerName`.
  package var schedulerName = "default-scheduler"
  /// Share of the nodes, in percent, among which a search may end; nil for the scheduler's own.
  package var percentageOfNodesToScore: Int?
  /// What it changes of the default plugins.
  package var plugins = SchedulerPlugins()
  /// How full nodes rank.
  package var fit = ScoringStrategy()
  /// Resources whose shares should be alike, by name.
  package var balanced = ["cpu", "memory"]
  /// Weight that a pod's required affinity has for others that it matches.
  package var hardPodAffinityWeight = 1
  /// Whether preferred terms of other pods are left out where the pod has none itself.
  package var ignoresPreferredTermsOfExistingPods = false
  /// How pods without constraints spread; nil as the system's own do.
  package var defaultConstraints: [DefaultConstraint]?

  /// Makes the default profile.
  package init() {}
}

/// A constraint of pods that have none (PodTopologySpreadArgs' `defaultConstraints`).
package struct DefaultConstraint: Sendable {
  /// What it does where it can not be kept.
  package enum Failure: String, Sendable, CaseIterable {
    case doNotSchedule = "DoNotSchedule"
    case scheduleAnyway = "ScheduleAnyway"
  }

  /// Most difference of pods between two domains.
  package let maxSkew: Int
  /// The label whose values are the domains.
  package let topologyKey: String
  /// What it does where it can not be kept.
  package let whenUnsatisfiable: Failure
}

extension SchedulerProfile: SpecObject {
  static let what = "a scheduler's profile"

  init?(_ reader: inout SpecReader) {
    self.init()
    schedulerName = reader.optional(
      "schedulerName", .name as SpecType<String>, default: schedulerName,
      "name that pods give; default-scheduler")
    percentageOfNodesToScore = reader.optional(
      "percentageOfNodesToScore", .count(from: 0, to: 100),
      "share of the nodes that are enough to choose among; the scheduler's own by default")
    plugins = reader.optional(
      "plugins", .object(SchedulerPlugins.self), default: plugins,
      "what it changes of the default plugins")
    let configurations = reader.optional(
      "pluginConfig", .list(.object(PluginConfiguration.self)), default: [],
      "arguments of its plugins")
    for (index, configuration) in configurations.enumerated() {
      configuration.check(after: configurations[..<index], reader.diagnostics)
      configuration.configure(&self)
    }
  }
}

extension DefaultConstraint: SpecObject {
  static let what = "a default constraint"

  init?(_ reader: inout SpecReader) {
    let skew = reader.required("maxSkew", .count(), "most difference between two domains")
    let key = reader.required(
      "topologyKey", .name as SpecType<String>, "label whose values are the domains")
    let failure = reader.required(
      "whenUnsatisfiable", .word(Failure.self), "what it does where it can not be kept")
    guard let skew, let key, let failure else { return nil }
    (maxSkew, topologyKey, whenUnsatisfiable) = (skew, key, failure)
  }
}

/// Arguments of one plugin.
private struct PluginConfiguration: SpecObject {
  static let what = "a plugin's configuration"

  /// Plugins that have arguments.
  private enum Name: String, CaseIterable {
    case fit = "NodeResourcesFit"
    case balanced = "NodeResourcesBalancedAllocation"
    case interPodAffinity = "InterPodAffinity"
    case spread = "PodTopologySpread"

    /// The arguments that it has.
    var fields: [String] {
      switch self {
      case .fit: ["scoringStrategy"]
      case .balanced: ["resources"]
      case .interPodAffinity: ["hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods"]
      case .spread: ["defaultConstraints", "defaultingType"]
      }
    }
  }

  private let name: Name
  private let span: SourceSpan
  private let arguments: PluginArguments

  init?(_ reader: inout SpecReader) {
    let name = reader.required("name", .word(Name.self), "which plugin")
    span = reader.span(of: "name")
    let arguments = reader.required("args", .object(PluginArguments.self), "its arguments")
    guard let name, let arguments else { return nil }
    for field in arguments.written where !name.fields.contains(field) {
      reader.diagnostics.error(
        "\(name.rawValue) has no argument \(field)", at: reader.span(of: "args"),
        code: "unknown-field", help: "it has \(name.fields.joined(separator: ", "))")
    }
    (self.name, self.arguments) = (name, arguments)
  }

  /// Reports what kube-scheduler does not start with
  /// (pkg/scheduler/apis/config/validation validatePluginConfig).
  func check(after others: ArraySlice<Self>, _ diagnostics: DiagnosticCollector) {
    if let other = others.first(where: { $0.name == name }) {
      diagnostics.error(
        "\(name.rawValue) has arguments twice", at: span, code: "duplicate-name",
        labels: [(other.span, "the other ones")])
    }
    guard name == .balanced, let resources = arguments.resources else { return }
    for (index, resource) in resources.enumerated() {
      if resource.weight != 1 {
        diagnostics.error(
          "the weight of \(resource.name) must be 1 in \(name.rawValue)", at: span,
          code: "invalid-value", help: "leave the weight out")
      }
      if resources[..<index].contains(where: { $0.name == resource.name }) {
        diagnostics.error(
          "\(name.rawValue) names \(resource.name) twice", at: span, code: "duplicate-name")
      }
    }
  }

  /// Puts the arguments into a profile.
  func configure(_ profile: inout SchedulerProfile) {
    switch name {
    case .fit: profile.fit = arguments.strategy ?? profile.fit
    case .balanced: profile.balanced = arguments.resources?.map(\.name) ?? profile.balanced
    case .interPodAffinity:
      profile.hardPodAffinityWeight = arguments.hardWeight ?? profile.hardPodAffinityWeight
      profile.ignoresPreferredTermsOfExistingPods = arguments.ignoresPreferredTerms ?? false
    case .spread:
      let isList = arguments.defaulting == .list
      profile.defaultConstraints = isList ? arguments.constraints ?? [] : nil
    }
  }
}

/// The arguments of all plugins that have some, each of which has its own.
private struct PluginArguments: SpecObject {
  static let what = "a plugin's arguments"

  /// Where the constraints of pods without any come from.
  enum Defaulting: String, CaseIterable {
    case system = "System"
    case list = "List"
  }

  let strategy: ScoringStrategy?
  let resources: [ScoringStrategy.Resource]?
  let hardWeight: Int?
  let ignoresPreferredTerms: Bool?
  let constraints: [DefaultConstraint]?
  let defaulting: Defaulting

  /// The arguments that were written.
  let written: [String]

  init?(_ reader: inout SpecReader) {
    // Dumps carry both.
    for field in ["apiVersion", "kind"] {
      _ = reader.optional(field, SpecType<String>.text, "what dumps say of the arguments' type")
    }
    strategy = reader.optional(
      "scoringStrategy", .object(ScoringStrategy.self), "how full nodes rank")
    resources = reader.optional(
      "resources", .list(.object(ScoringStrategy.Resource.self)),
      "resources whose shares should be alike; cpu and memory")
    hardWeight = reader.optional(
      "hardPodAffinityWeight", .count(from: 0, to: 100),
      "weight of a required affinity for other pods; 1")
    ignoresPreferredTerms = reader.optional(
      "ignorePreferredTermsOfExistingPods", .flag,
      "whether preferred terms of other pods are left out for pods without any; false")
    constraints = reader.optional(
      "defaultConstraints", .list(.object(DefaultConstraint.self)),
      "constraints of pods that have none")
    defaulting = reader.optional(
      "defaultingType", .word(Defaulting.self), default: .system,
      "List where constraints are given; System")
    written = [
      "scoringStrategy", "resources", "hardPodAffinityWeight",
      "ignorePreferredTermsOfExistingPods", "defaultConstraints", "defaultingType",
    ].filter { reader.has($0) }
    checkConstraints(reader)
  }

  /// Reports constraints that kube-scheduler does not start with
  /// (pkg/scheduler/apis/config/validation ValidatePodTopologySpreadArgs).
  private func checkConstraints(_ reader: SpecReader) {
    let constraints = constraints ?? []
    let place = reader.span(of: "defaultConstraints")
    if defaulting == .system, !constraints.isEmpty {
      reader.diagnostics.error(
        "defaultConstraints must be left out where defaultingType is System, which it is by "
          + "default", at: place, code: "invalid-value",
        help: "write defaultingType: List, or leave the constraints out")
    }
    for (index, constraint) in constraints.enumerated()
    where constraints[..<index].contains(where: { $0.isRepeated(by: constraint) }) {
      reader.diagnostics.error(
        "two defaultConstraints have the topologyKey \(constraint.topologyKey) and "
          + "\(constraint.whenUnsatisfiable.rawValue)", at: place, code: "duplicate-name")
    }
  }
}

extension DefaultConstraint {
  /// Whether another one would spread by the same key with the same effect.
  fileprivate func isRepeated(by other: DefaultConstraint) -> Bool {
    topologyKey == other.topologyKey && whenUnsatisfiable == other.whenUnsatisfiable
  }
}
