import Manifests
import TestSupport
import Testing

/// A sentence of Kubernetes' documentation of network policies, as a connection and its fate.
struct PolicyCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// The `spec` of each policy of namespace `shop`, as flow YAML.
  var policies: [String]
  var from = "web"
  var to = "db"
  var port = 5432
  var transport = TransportProtocol.tcp
  var isAllowed: Bool
}

/// What network policies say to connections.
///
/// The rows are written from Kubernetes' documentation (concepts/services-networking/
/// network-policies): isolation, the four kinds of peers, ports, defaults, and what selectors can't
/// mean.
@Suite("Network policies")
struct NetworkPolicyTests {
  /// The ends of the rows' connections, by name.
  static func endpoint(_ name: String) -> PolicyEndpoint {
    func pod(_ namespace: String, _ labels: [(key: String, value: String)], _ address: String)
      -> PolicyEndpoint
    {
      var pod = PolicyEndpoint(
        namespace: namespace, namespaceLabels: StringMap([("team", namespace + "-team")]),
        labels: StringMap(labels), address: AddressRange.address(address))
      pod.ports = [
        .init(name: "sql", number: 5432), .init(name: "query", number: 53, protocol: .udp),
      ]
      return pod
    }
    switch name {
    case "web": return pod("shop", [("app", "web"), ("tier", "front")], "10.244.1.7")
    case "db": return pod("shop", [("app", "db"), ("tier", "back")], "10.244.2.9")
    case "foreign web": return pod("bank", [("app", "web"), ("tier", "front")], "10.244.3.3")
    case "foreign db": return pod("bank", [("app", "db")], "10.244.3.4")
    case "agent":
      var agent = pod("shop", [("app", "web"), ("tier", "front")], "192.168.0.11")
      agent.usesHostNetwork = true
      return agent
    case "host in Boston": return PolicyEndpoint(address: AddressRange.address("203.0.113.9"))
    case "host in Tokyo": return PolicyEndpoint(address: AddressRange.address("198.51.100.1"))
    default: preconditionFailure("a row names one of the ends")
    }
  }

  static func rules(_ specs: [String]) throws -> PolicyRules {
    let text = specs.enumerated().map { number, spec in
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: p\(number), namespace: shop}
      spec: \(spec)

      """
    }
    let platform = DecodedPlatform(text.joined(separator: "---\n"))
    try #require(platform.set.networkPolicies.count == specs.count, "\(platform.items)")
    return PolicyRules(platform.set.networkPolicies)
  }

  static let isolation: [PolicyCase] = [
    .init(
      testDescription: "pods that no policy selects take everything", policies: [], isAllowed: true),
    .init(
      testDescription: "a policy of another selector isolates nobody else",
      policies: ["{podSelector: {matchLabels: {app: cache}}}"], isAllowed: true),
    .init(
      testDescription: "a selected pod without rules takes nothing: default deny",
      policies: ["{podSelector: {}}"], isAllowed: false),
    .init(
      testDescription: "a policy without policyTypes and egress leaves egress open",
      policies: ["{podSelector: {matchLabels: {app: web}}}"], isAllowed: true),
    .init(
      testDescription: "a policy with egress rules and no policyTypes isolates both directions",
      policies: [
        "{podSelector: {matchLabels: {app: db}}, egress: [{to: [{podSelector: {}}]}]}"
      ], isAllowed: false),
    .init(
      testDescription: "egress rules act only where policyTypes names Egress",
      policies: [
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], egress: [{ports: [{port: 1}]}]}"
      ], isAllowed: true),
    .init(
      testDescription: "an Egress policy isolates no ingress",
      policies: ["{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress]}"], isAllowed: true),
    .init(
      testDescription: "default deny of egress stops the client",
      policies: ["{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}"],
      isAllowed: false),
    .init(
      testDescription: "an empty rule allows everything",
      policies: ["{podSelector: {}, ingress: [{}]}"], from: "host in Boston", isAllowed: true),
    .init(
      testDescription: "policies add up: one that allows is enough",
      policies: [
        "{podSelector: {}}",
        "{podSelector: {matchLabels: {tier: back}}, ingress: [{from: [{podSelector: {}}]}]}",
      ], isAllowed: true),
    .init(
      testDescription: "both ends have to allow: ingress alone is not enough",
      policies: [
        "{podSelector: {}, policyTypes: [Ingress, Egress]}",
        "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}]}]}",
      ], isAllowed: false),
    .init(
      testDescription: "both ends allow",
      policies: [
        "{podSelector: {}, policyTypes: [Ingress, Egress]}",
        "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}]}]}",
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}",
      ], isAllowed: true),
    .init(
      testDescription: "a policy acts in its own namespace only",
      policies: ["{podSelector: {}, policyTypes: [Ingress, Egress]}"], from: "foreign web",
      to: "foreign db", isAllowed: true),
  ]

  static let peers: [PolicyCase] = [
    .init(
      testDescription: "a podSelector alone means pods of the policy's namespace",
      policies: [
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}"
      ],
      isAllowed: true),
    .init(
      testDescription: "and none of another one",
      policies: [
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}"
      ],
      from: "foreign web", isAllowed: false),
    .init(
      testDescription: "a namespaceSelector alone means all pods of such namespaces",
      policies: [
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: bank-team}}}]}]}"
      ], from: "foreign db", isAllowed: true),
    .init(
      testDescription: "every namespace has the label of its name",
      policies: [
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: bank}}}]}]}"
      ], from: "foreign db", isAllowed: true),
    .init(
      testDescription: "an empty namespaceSelector means all namespaces",
      policies: ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"],
      from: "foreign web", isAllowed: true),
    .init(
      testDescription: "both selectors in one entry must match",
      policies: [
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: bank-team}}, podSelector: {matchLabels: {app: web}}}]}]}"
      ], from: "foreign db", isAllowed: false),
    .init(
      testDescription: "both selectors in one entry match",
      policies: [
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: bank-team}}, podSelector: {matchLabels: {app: web}}}]}]}"
      ], from: "foreign web", isAllowed: true),
    .init(
      testDescription: "two entries are alternatives",
      policies: [
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: bank-team}}}, {podSelector: {matchLabels: {app: web}}}]}]}"
      ], from: "foreign db", isAllowed: true),
    .init(
      testDescription: "selectors mean no address outside",
      policies: ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"],
      from: "host in Boston", isAllowed: false),
    .init(
      testDescription: "an ipBlock contains an address",
      policies: ["{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}"],
      from: "host in Boston", isAllowed: true),
    .init(
      testDescription: "or does not",
      policies: ["{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}"],
      from: "host in Tokyo", isAllowed: false),
    .init(
      testDescription: "an exception of an ipBlock is left out",
      policies: [
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [203.0.113.0/24]}}]}]}"
      ], from: "host in Boston", isAllowed: false),
    .init(
      testDescription: "an address in one block's exception and in another block is allowed",
      policies: [
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [203.0.113.0/24]}}, {ipBlock: {cidr: 203.0.113.9/32}}]}]}"
      ], from: "host in Boston", isAllowed: true),
    .init(
      testDescription: "an ipBlock contains a pod by its address",
      policies: ["{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.244.1.7/32}}]}]}"],
      isAllowed: true),
    .init(
      testDescription: "a pod on its node's network is no pod to a podSelector",
      policies: [
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}"
      ],
      from: "agent", isAllowed: false),
    .init(
      testDescription: "but its node is in an ipBlock",
      policies: ["{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/16}}]}]}"],
      from: "agent", isAllowed: true),
    .init(
      testDescription: "and no policy isolates it",
      policies: ["{podSelector: {}, policyTypes: [Ingress, Egress]}"], from: "foreign web",
      to: "agent", isAllowed: true),
    .init(
      testDescription: "egress to an ipBlock outside",
      policies: [
        "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}"
      ], to: "host in Boston", port: 443, isAllowed: true),
    .init(
      testDescription: "and not to what it leaves out",
      policies: [
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}"
      ], isAllowed: false),
  ]

  static let ports: [PolicyCase] = [
    .init(
      testDescription: "a port by number",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: 5432}]}]}"], isAllowed: true),
    .init(
      testDescription: "another port",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: 5433}]}]}"], isAllowed: false),
    .init(
      testDescription: "TCP is the default protocol",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: 53}]}]}"], port: 53, transport: .udp,
      isAllowed: false),
    .init(
      testDescription: "UDP where it is named",
      policies: ["{podSelector: {}, ingress: [{ports: [{protocol: UDP, port: 53}]}]}"], port: 53,
      transport: .udp, isAllowed: true),
    .init(
      testDescription: "a protocol alone means all its ports",
      policies: ["{podSelector: {}, ingress: [{ports: [{protocol: TCP}]}]}"], isAllowed: true),
    .init(
      testDescription: "a range includes its last port",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: 5000, endPort: 5432}]}]}"],
      isAllowed: true),
    .init(
      testDescription: "a range ends there",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: 5000, endPort: 5431}]}]}"],
      isAllowed: false),
    .init(
      testDescription: "a name means the selected pod's container port",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: sql}]}]}"], isAllowed: true),
    .init(
      testDescription: "of the same protocol",
      policies: ["{podSelector: {}, ingress: [{ports: [{port: query}]}]}"], port: 53,
      isAllowed: false),
    .init(
      testDescription: "a name in egress means the port of the pod called",
      policies: [
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: sql}]}]}"
      ], isAllowed: true),
    .init(
      testDescription: "ports and peers of one rule must both match",
      policies: [
        "{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 1}]}, {from: [{namespaceSelector: {matchLabels: {team: bank-team}}}], ports: [{port: 5432}]}]}"
      ], isAllowed: false),
    .init(
      testDescription: "default deny of egress stops DNS too",
      policies: [
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: 5432}]}]}"
      ], to: "foreign db", port: 53, transport: .udp, isAllowed: false),
  ]

  @Test("A connection fares as the documentation says", arguments: isolation + peers + ports)
  func documented(_ row: PolicyCase) throws {
    let verdict = try Self.rules(row.policies).verdict(
      from: Self.endpoint(row.from), to: Self.endpoint(row.to), port: row.port, row.transport)
    #expect((verdict == .allowed) == row.isAllowed, "\(verdict)")
  }

  @Test("Ends with the same traits fare alike, and a further policy without rules allows no more")
  func traits() throws {
    let all = [
      "web", "db", "foreign web", "foreign db", "agent", "host in Boston", "host in Tokyo",
    ]
    for row in Self.isolation + Self.peers + Self.ports {
      let rules = try Self.rules(row.policies)
      let stricter = try Self.rules(
        row.policies + ["{podSelector: {}, policyTypes: [Ingress, Egress]}"])
      for from in all.map(Self.endpoint) {
        for to in all.map(Self.endpoint) {
          let verdict = rules.verdict(from: from, to: to, port: row.port, row.transport)
          for twin in all.map(Self.endpoint) where rules.traits(of: twin) == rules.traits(of: from)
          {
            let other = rules.verdict(from: twin, to: to, port: row.port, row.transport)
            #expect(other == verdict, "\(row.testDescription)")
          }
          let strict = stricter.verdict(from: from, to: to, port: row.port, row.transport)
          #expect(verdict == .allowed || strict != .allowed, "\(row.testDescription)")
        }
      }
    }
  }

  @Test("A range contains what its mask says, and IPv6 is no range of these addresses")
  func ranges() throws {
    let range = try #require(AddressRange("172.16.0.0/12"))
    for (text, isInside) in [
      ("172.16.0.0", true), ("172.31.255.255", true), ("172.32.0.0", false), ("171.255.0.1", false),
    ] {
      let address = try #require(AddressRange.address(text))
      #expect(range.contains(address) == isInside, "\(text)")
    }
    #expect(try #require(AddressRange("0.0.0.0/0")).contains(0xffff_ffff))
    for text in ["2001:db8::/64", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/8"] {
      #expect(AddressRange(text) == nil, "\(text)")
    }
  }
}
