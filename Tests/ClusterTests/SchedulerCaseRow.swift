import Cluster
import Manifests
import Testing

/// A case of the scheduler's plugins, as the case files write it; absent parts are nil.
struct SchedulerCaseRow: Decodable, Sendable, CustomTestStringConvertible {
  struct Expectation: Decodable, Sendable {
    var scores: [String: Int64]?
    var status: Statuses?
    var preScore: String?
    var error: CaseError?
  }

  /// One status, or one a node.
  enum Statuses: Decodable, Sendable {
    case one(String)
    case nodes([String: String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .one(text)
      } else {
        self = .nodes(try container.decode([String: String].self))
      }
    }
  }

  struct Container: Decodable, Sendable {
    private var requests: [String: Int64?]?

    /// What is requested; null stands for nothing.
    var amounts: [String: Int64] { (requests ?? [:]).compactMapValues { $0 } }
  }

  /// An affinity by its name among the file's definitions, or as it is.
  enum Affinity: Decodable, Sendable {
    case named(String)
    case given(SchedulerCaseAffinity)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let name = try? container.decode(String.self) {
        self = .named(name)
      } else {
        self = .given(try container.decode(SchedulerCaseAffinity.self))
      }
    }
  }

  struct Requirement: Decodable, Sendable {
    var key: String
    var `operator`: String
    var values: [String]?
  }

  struct Selector: Decodable, Sendable {
    var matchExpressions: [Requirement]?
    var matchLabels: [String: String]?
  }

  struct Spread: Decodable, Sendable {
    var maxSkew: Int64
    var topologyKey: String
    var whenUnsatisfiable: String
    var labelSelector: Selector?
    var minDomains: Int64?
    var nodeAffinityPolicy: String?
    var nodeTaintsPolicy: String?
    var matchLabelKeys: [String]?
  }

  struct Expressions: Decodable, Sendable {
    var matchExpressions: [Requirement]
    var weight: Int64?
  }

  struct Taint: Decodable, Sendable {
    var key: String
    var value: String?
    var effect: String
  }

  struct Toleration: Decodable, Sendable {
    var key: String?
    var `operator`: String?
    var value: String?
    var effect: String?
  }

  struct Pod: Decodable, Sendable {
    var namespace: String?
    var labels: [String: String]?
    var containers: [Container]?
    var affinity: Affinity?
    var node: String?
    var terminating: Bool?
    var nodeSelector: [String: String]?
    var requiredNodeAffinity: [Expressions]?
    var tolerations: [Toleration]?
    var topologySpreadConstraints: [Spread]?
  }

  struct Node: Decodable, Sendable {
    var name: String
    var labels: [String: String]?
    private var allocatable: [String: Int64?]?
    var taints: [Taint]?
    var imagesMiB: [String: Int64]?

    /// A node without resources.
    init(name: String, taints: [Taint]?) {
      self.name = name
      self.taints = taints
    }

    /// What the node offers; null stands for nothing.
    var amounts: [String: Int64] { (allocatable ?? [:]).compactMapValues { $0 } }
  }

  struct Service: Decodable, Sendable {
    var namespace: String?
    var selector: [String: String]
  }

  var id: String
  var name: String?
  var pod: Pod?
  var nodes: [Node]?
  var infeasibleNodes: [Node]?
  var existingPods: [Pod]?
  var resources: [String: Int64]?
  var tolerations: [Toleration]?
  var taints: [Taint]?
  var comparisonOperatorsGate: Bool?
  var preferredTerms: [Expressions]?
  var schedulerAddedPreferredTerms: [Expressions]?
  var services: [Service]?
  var systemDefaulting: Bool?
  var hardPodAffinityWeight: Int64?
  var ignorePreferredTermsOfExistingPods: Bool?
  var containerImages: [String]?
  var initContainerImages: [String]?
  var percentageOfNodesToScore: Int?
  var numAllNodes: Int?
  var expect: Expectation

  var testDescription: String { id + " " + (name ?? "") }
}

/// The affinities that cases name.
struct SchedulerCaseAffinity: Decodable, Sendable {
  struct Term: Decodable, Sendable {
    var topologyKey: String
    var labelSelector: SchedulerCaseRow.Selector?
    var namespaces: [String]?
    var namespaceSelector: SchedulerCaseRow.Selector?
  }

  struct Weighted: Decodable, Sendable {
    var weight: Int64
    var term: Term
  }

  var requiredAffinity: [Term]?
  var requiredAntiAffinity: [Term]?
  var preferredAffinity: [Weighted]?
  var preferredAntiAffinity: [Weighted]?
}
