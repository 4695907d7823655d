/// What somebody asks of the API: a verb on a resource.
package struct APIRequest: Hashable, Sendable {
  /// Verb, as `patch`.
  package var verb: String
  /// API group; empty for the core group.
  package var group: String
  /// Resource with its subresource, as `deployments/scale`.
  package var resource: String
  /// Namespace; nil for resources without one.
  package var namespace: String?
  /// Name of the object; nil where none is named.
  package var name: String?

  /// Makes a request.
  package init(
    _ verb: String, _ resource: String, group: String = "", namespace: String? = nil,
    name: String? = nil
  ) {
    self.verb = verb
    self.group = group
    self.resource = resource
    self.namespace = namespace
    self.name = name
  }

  /// `deployments.apps`, as the API server names it in a refusal, without the subresource
  /// (apiserver endpoints/handlers/responsewriters errors.go).
  var qualifiedResource: String {
    let name = resource.prefix { $0 != "/" }
    return group.isEmpty ? String(name) : "\(name).\(group)"
  }
}

/// kubectl in a container's command: which requests it makes.
struct KubectlCommand {
  private static let kinds: [(names: [String], resource: String, group: String)] = [
    (["pod", "pods", "po"], "pods", ""), (["service", "services", "svc"], "services", ""),
    (["configmap", "configmaps", "cm"], "configmaps", ""),
    (["secret", "secrets"], "secrets", ""), (["node", "nodes", "no"], "nodes", ""),
    (["pvc", "persistentvolumeclaim", "persistentvolumeclaims"], "persistentvolumeclaims", ""),
    (["deployment", "deployments", "deploy", "deployment.apps"], "deployments", "apps"),
    (["statefulset", "statefulsets", "sts", "statefulset.apps"], "statefulsets", "apps"),
    (["daemonset", "daemonsets", "ds", "daemonset.apps"], "daemonsets", "apps"),
    (["replicaset", "replicasets", "rs"], "replicasets", "apps"),
    (["job", "jobs"], "jobs", "batch"), (["cronjob", "cronjobs", "cj"], "cronjobs", "batch"),
  ]

  /// The requests of a command's words, in the namespace that it runs in unless it names another.
  static func requests(in words: [String], namespace home: String) -> [APIRequest] {
    let tokens = words.flatMap { word in
      word.split { " \n;|&".contains($0) }.map(String.init)
    }
    return tokens.indices.filter { tokens[$0].hasSuffix("kubectl") }.flatMap { index in
      let words = Array(tokens[(index + 1)...].prefix { !$0.hasSuffix("kubectl") })
      guard let request = request(of: words, home) else { return [APIRequest]() }
      return reading(before: request) + [request]
    }
  }

  /// What kubectl reads first: the object, or the list, that it is about to change, enter or read
  /// the log of (cli-runtime pkg/resource Builder).
  private static func reading(before request: APIRequest) -> [APIRequest] {
    let parts = request.resource.split(separator: "/").map(String.init)
    guard request.verb == "patch" || parts.count > 1 else { return [] }
    return [
      APIRequest(
        request.name == nil ? "list" : "get", parts[0], group: request.group,
        namespace: request.namespace, name: request.name)
    ]
  }

  private static func request(of words: [String], _ home: String) -> APIRequest? {
    let (plain, namespace) = arguments(of: words, home)
    guard let word = plain.first,
      let (verb, suffix, objects) = action(word, Array(plain.dropFirst()))
    else { return nil }
    let parts = objects.first?.split(separator: "/").map(String.init) ?? []
    guard let noun = parts.first,
      let kind = kinds.first(where: { $0.names.contains(noun.lowercased()) })
    else { return nil }
    let name = parts.count > 1 ? parts[1] : objects.count > 1 ? objects[1] : nil
    // Without a name the command is about all of them.
    let isAll = name == nil
    let asked =
      isAll && verb == "get" ? "list" : isAll && verb == "delete" ? "deletecollection" : verb
    return APIRequest(
      asked, kind.resource + suffix, group: kind.group,
      namespace: kind.resource == "nodes" ? nil : namespace, name: name)
  }

  /// The words that are no options, and the namespace that an option names.
  private static func arguments(
    of words: [String], _ home: String
  ) -> (plain: [String], namespace: String) {
    var namespace = home
    var plain: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "-n" || word == "--namespace", index + 1 < words.count {
        namespace = words[index + 1]
        index += 1
      } else if word.hasPrefix("--namespace=") {
        namespace = String(word.dropFirst("--namespace=".count))
      } else if !word.hasPrefix("-") {
        plain.append(word)
      }
      index += 1
    }
    return (plain, namespace)
  }

  /// The API's verb and subresource for a command, and the objects that it names.
  private static func action(
    _ word: String, _ given: [String]
  ) -> (verb: String, suffix: String, objects: [String])? {
    // `exec` and `logs` mean pods where they name no kind.
    let pods = given.first?.contains("/") == true ? given : ["pod"] + given
    switch word {
    case "get", "delete", "create": return (word, "", given)
    case "annotate", "label", "patch", "edit": return ("patch", "", given)
    case "rollout", "set": return ("patch", "", Array(given.dropFirst()))
    case "cordon", "uncordon": return ("patch", "", ["node"] + given)
    case "scale": return ("patch", "/scale", given)
    case "exec": return ("create", "/exec", pods)
    case "logs": return ("get", "/log", pods)
    default: return nil
    }
  }
}
