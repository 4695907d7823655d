package import SimulationKernel

/// What callers can name: the operations of every service, whichever room answers them, and the
/// policy of callers that have none of their own.
///
/// It is filled once before the run, then read by the rooms that compile calls into routes.
package struct Directory {
  /// An operation that can be called.
  package struct Entry: Sendable {
    /// The namespace as callers write it.
    package let namespace: String
    /// The service's name as callers write it.
    package let name: String
    /// The operation as callers write it.
    package let operation: String
    /// The service's number in the cluster, which its clients' balancers share.
    package let service: Int
    /// The operation in the answering room's numbering.
    package let number: Int
    /// Timeouts and retries of callers for which neither they nor a routing rule say otherwise.
    package let policy: CallPolicy
    /// As what proxies treat its calls.
    package let proxying: Proxying
    /// How large its messages are.
    package let messages: MessageLaws
    /// The connections to it that one client pod holds; nil for any number.
    package let connections: ConnectionLimit?

    /// Makes an entry.
    package init(
      namespace: String, name: String, operation: String, service: Int, number: Int,
      policy: CallPolicy, proxying: Proxying = .none, messages: MessageLaws = .weightless,
      connections: ConnectionLimit? = nil
    ) {
      self.namespace = namespace
      self.name = name
      self.operation = operation
      self.service = service
      self.number = number
      self.policy = policy
      self.proxying = proxying
      self.messages = messages
      self.connections = connections
    }
  }

  /// How many connections one client pod holds to something.
  package struct ConnectionLimit: Equatable, Sendable {
    /// What the connections lead to.
    package let name: String
    /// How many there are.
    package let count: Int
    /// How long a caller waits for a free one.
    package let patience: SimDuration

    /// Makes a limit.
    package init(name: String, count: Int, patience: SimDuration) {
      self.name = name
      self.count = count
      self.patience = patience
    }
  }

  /// What a name leads to.
  package enum Resolution {
    /// The operation.
    case found(Entry)
    /// The name is known, its operation is not; these are.
    case unknownOperation(known: [String])
    /// Nothing has the name; these do.
    case unknownName(known: [String])
  }

  private var entries: [Entry] = []
  private let routing: (any CallRouting)?

  /// Makes an empty directory of names whose calls rules may route elsewhere.
  package init(routing: (any CallRouting)? = nil) { self.routing = routing }

  /// Where a caller's calls to an operation go: to its own service unless a rule says otherwise.
  func shares(of entry: Entry, from caller: Caller) -> [TrafficShare] {
    let shares = routing?.shares(of: entry, from: caller) ?? []
    return shares.isEmpty ? [TrafficShare(service: entry.service, weight: 1)] : shares
  }

  /// Whether a caller's calls to an operation pass a proxy of its own as requests.
  func isProxied(_ entry: Entry, from caller: Caller) -> Bool {
    routing?.isProxied(entry, from: caller) ?? false
  }

  /// What a caller's proxy does with its calls to an operation before it routes them; nil for
  /// nothing.
  func proxyRule(of entry: Entry, from caller: Caller) -> ProxyRule? {
    routing?.proxyRule(of: entry, from: caller)
  }

  /// The timeouts and retries of the calls to an operation that an endpoint of a caller makes,
  /// unless the caller has its own.
  package func policy(
    of entry: Entry, from caller: Caller, by endpoint: String
  ) -> CallPolicy {
    routing?.policy(of: entry, from: caller, by: endpoint) ?? entry.policy
  }

  /// The number of an operation at another service that answers its calls: the number of the
  /// operation of the same name there.
  ///
  /// Where that service has none, the number stays, and its pods look for the name themselves.
  func number(of entry: Entry, in service: Int) -> Int {
    guard service != entry.service else { return entry.number }
    let there = entries.first { $0.service == service && $0.operation == entry.operation }
    return there?.number ?? entry.number
  }

  /// Adds an operation.
  package mutating func add(_ entry: Entry) { entries.append(entry) }

  /// Lets callers name a service by another name too.
  package mutating func alias(
    _ name: String, in namespace: String, for target: String, in targetNamespace: String
  ) {
    for entry in entries where entry.name == target && entry.namespace == targetNamespace {
      add(
        Entry(
          namespace: namespace, name: name, operation: entry.operation, service: entry.service,
          number: entry.number, policy: entry.policy, proxying: entry.proxying,
          messages: entry.messages, connections: entry.connections))
    }
  }

  /// The first operation of a service; nil for one that nothing answers.
  package func entry(ofService service: Int) -> Entry? {
    entries.first { $0.service == service }
  }

  /// What an operation of a service is called, by the answering room's number.
  package func operation(_ number: Int, of service: Int) -> String {
    entries.first { $0.service == service && $0.number == number }?.operation ?? ""
  }

  /// Finds an operation of a service by name: in the given namespace or, without one, in the
  /// caller's own, else in any.
  package func resolve(
    _ name: String, namespace: String?, callerNamespace: String, operation: String
  ) -> Resolution {
    let named = entries.filter {
      $0.name == name && (namespace == nil || $0.namespace == namespace)
    }
    guard !named.isEmpty else { return .unknownName(known: distinct(entries.map(\.name))) }
    let near = named.filter { $0.namespace == callerNamespace }
    let candidates = near.isEmpty ? named : near
    guard let entry = candidates.first(where: { $0.operation == operation }) else {
      return .unknownOperation(known: distinct(candidates.map(\.operation)))
    }
    return .found(entry)
  }

  private func distinct(_ names: [String]) -> [String] {
    var kept: [String] = []
    for name in names where !kept.contains(name) { kept.append(name) }
    return kept
  }
}
