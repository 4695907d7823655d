/// How NodeResourcesFit ranks nodes by what is requested of them
/// (NodeResourcesFitArgs' `scoringStrategy`, kubescheduler.config.k8s.io/v1).
package struct ScoringStrategy: Sendable {
  /// What it prefers.
  package enum Kind: String, Sendable, CaseIterable {
    case leastAllocated = "LeastAllocated"
    case mostAllocated = "MostAllocated"
    case requestedToCapacityRatio = "RequestedToCapacityRatio"
  }

  /// A resource that counts.
  package struct Resource: Sendable {
    /// Its name, like cpu.
    package let name: String
    /// Its weight among them.
    package let weight: Int
  }

  /// A point of the curve from utilization to score.
  package struct Point: Sendable {
    /// Percent of the capacity in use.
    package let utilization: Int
    /// The score there, from 0 to 10.
    package let score: Int
  }

  /// What it prefers.
  package var kind = Kind.leastAllocated
  /// The resources that count.
  package var resources = [Resource(name: "cpu", weight: 1), Resource(name: "memory", weight: 1)]
  /// The curve, by ascending utilization; only RequestedToCapacityRatio has one.
  package var shape: [Point] = []

  /// Makes the default one.
  package init() {}
}

extension ScoringStrategy: SpecObject {
  static let what = "a scoring strategy"

  init?(_ reader: inout SpecReader) {
    self.init()
    kind = reader.optional("type", .word(Kind.self), default: kind, "what it prefers")
    let given = reader.optional(
      "resources", .list(.object(Resource.self)), default: [],
      "resources that count; cpu and memory alike")
    if !given.isEmpty { resources = given }
    shape =
      reader.optional(
        "requestedToCapacityRatio", .object(UtilizationCurve.self),
        "curve from utilization to score")?.shape
      ?? []
    // The curve is validated whatever the type is (apis/config/validation
    // ValidateNodeResourcesFitArgs), and only one type reads it.
    if kind != .requestedToCapacityRatio, reader.has("requestedToCapacityRatio") {
      shape = []
      reader.diagnostics.warning(
        "requestedToCapacityRatio has no effect where the type is \(kind.rawValue)",
        at: reader.span(of: "requestedToCapacityRatio"), code: "no-effect",
        help: "write type: RequestedToCapacityRatio, or leave the curve out")
    }
    if kind == .requestedToCapacityRatio, shape.isEmpty {
      reader.diagnostics.error(
        "RequestedToCapacityRatio needs a requestedToCapacityRatio with a shape",
        at: reader.span(of: "type"), code: "missing-field",
        help: "add requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, ...]}")
    }
  }
}

extension ScoringStrategy.Resource: SpecObject {
  static let what = "a resource with its weight"

  init?(_ reader: inout SpecReader) {
    let name = reader.required("name", .scored, "its name, like cpu")
    weight = reader.optional(
      "weight", .count(from: 1, to: 100), default: 1, "its weight among them; 1")
    guard let name else { return nil }
    self.name = name
  }
}

extension SpecType where Value == String {
  /// A resource of nodes that scores count.
  fileprivate static var scored: SpecType {
    SpecType<String>.text.checked(
      "scores count cpu, memory, ephemeral-storage and extended resources like example.com/gpu"
    ) { name in
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      return ["cpu", "memory", "ephemeral-storage"].contains(name)
        || parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }
  }
}

extension ScoringStrategy.Point: SpecObject {
  static let what = "a point of a curve"

  init?(_ reader: inout SpecReader) {
    let utilization = reader.required(
      "utilization", .count(from: 0, to: 100), "percent of the capacity in use")
    let score = reader.required("score", .count(from: 0, to: 10), "score there, from 0 to 10")
    guard let utilization, let score else { return nil }
    (self.utilization, self.score) = (utilization, score)
  }
}

/// The curve of RequestedToCapacityRatio.
private struct UtilizationCurve: SpecObject {
  static let what = "a curve from utilization to score"
  let shape: [ScoringStrategy.Point]

  init?(_ reader: inout SpecReader) {
    let points = SpecType<[ScoringStrategy.Point]>.list(.object(ScoringStrategy.Point.self))
      .checked("utilization must ascend from point to point, of which there is at least one") {
        !$0.isEmpty && zip($0, $0.dropFirst()).allSatisfy { $0.utilization < $1.utilization }
      }
    let shape = reader.required("shape", points, "its points, by ascending utilization")
    guard let shape else { return nil }
    self.shape = shape
  }
}
