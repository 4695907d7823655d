/// kubectl in a container's command: which requests it makes (staging/src/k8s.io/kubectl/pkg/cmd).
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

  /// Options whose value is the next word, unless it is written behind `=`.
  private static let valued = [
    "-n", "--namespace", "-l", "--selector", "--field-selector", "-o", "--output", "-c",
    "--container", "--context", "--kubeconfig", "-s", "--server", "--token", "--as", "--timeout",
    "--request-timeout", "--grace-period", "--replicas", "--current-replicas", "--type", "--patch",
    "--filename", "--image", "--from", "--from-literal", "--from-file", "--env", "--since",
    "--tail", "--sort-by", "--template", "--to-revision", "--revision", "-L", "--label-columns",
  ]
  /// Those of them that are switches of `logs`: to follow, and the container before.
  private static let valuedButForLogs = ["-f", "-p"]

  /// The words that are no options: the command, a kind, names.
  private var words: [String] = []
  /// Where it looks; nil for all namespaces.
  private var namespace: String?
  /// Whether a selector or `--all` says which objects are meant.
  private var isSelecting = false

  /// The requests of a container's words, in the namespace that it runs in unless they name
  /// another.
  static func requests(in words: [String], namespace home: String) -> [APIRequest] {
    commands(in: words).flatMap { tokens in
      guard let index = tokens.firstIndex(where: { $0.hasSuffix("kubectl") }) else {
        return [APIRequest]()
      }
      return KubectlCommand(tokens[(index + 1)...], in: home).requests
    }
  }

  /// The single commands of a container's words, of which one may be the text of a shell.
  private static func commands(in words: [String]) -> [[String]] {
    var commands: [[String]] = [[]]
    for word in words {
      let lines = word.replacing("\\\n", with: " ")
      let parts = lines.split(omittingEmptySubsequences: false) { "\n;|&()`".contains($0) }
      for (number, part) in parts.enumerated() {
        if number > 0 { commands.append([]) }
        commands[commands.count - 1] += part.filter { !"'\"".contains($0) }
          .split { $0 == " " || $0 == "\t" }.map(String.init)
      }
    }
    return commands
  }

  /// Reads the words behind `kubectl`; those behind `--` are another program's.
  private init(_ tokens: ArraySlice<String>, in home: String) {
    namespace = home
    var isEverywhere = false
    var rest = tokens.prefix { $0 != "--" }
    while let token = rest.popFirst() {
      guard token.hasPrefix("-") else {
        words.append(token)
        continue
      }
      let parts = token.split(separator: "=", maxSplits: 1).map(String.init)
      let option = parts.first ?? token
      var value = parts.dropFirst().first
      if value == nil, takesValue(option) { value = rest.popFirst() }
      switch option {
      case "-n", "--namespace": namespace = value.flatMap { Self.known($0) } ?? home
      case "-A", "--all-namespaces": isEverywhere = true
      case "-l", "--selector", "--field-selector", "--all": isSelecting = true
      default: break
      }
    }
    if isEverywhere { namespace = nil }
  }

  /// A text that does not stand for a variable's value.
  private static func known(_ text: String) -> String? { text.contains("$") ? nil : text }

  private func takesValue(_ option: String) -> Bool {
    Self.valued.contains(option)
      || Self.valuedButForLogs.contains(option) && words.first != "logs"
  }

  private var requests: [APIRequest] {
    guard let command = words.first else { return [] }
    let given = Array(words.dropFirst())
    switch command {
    case "get": return reading(given).map { [$0] } ?? []
    case "create": return creating(given)
    case "delete": return deleting(given)
    case "annotate", "label", "patch", "edit": return changing(given)
    case "rollout" where ["status", "history"].contains(given.first):
      return reading(Array(given.dropFirst())).map { [$0] } ?? []
    case "rollout", "set": return changing(Array(given.dropFirst()))
    case "cordon", "uncordon": return changing(["node"] + given)
    case "scale": return changing(given, "/scale")
    case "exec": return entering(given, "create", "/exec")
    case "logs": return entering(given, "get", "/log")
    default: return []
    }
  }

  /// The reading of what a kind and names, or `kind/name`, mean: of an object, or of a list where
  /// none is named (cli-runtime pkg/resource Builder).
  private func reading(_ objects: [String]) -> APIRequest? {
    let parts = objects.first?.split(separator: "/").map(String.init) ?? []
    guard let noun = parts.first,
      let kind = Self.kinds.first(where: { $0.names.contains(noun.lowercased()) })
    else { return nil }
    // Behind the names come the changes of labels: `tier=front`, `tier-`.
    let next = objects.dropFirst().first.flatMap {
      $0.contains("=") || $0.hasSuffix("-") ? nil : $0
    }
    let name = parts.count > 1 ? parts[1] : next
    let request = APIRequest(
      name == nil ? "list" : "get", kind.resource, group: kind.group,
      namespace: kind.resource == "nodes" ? nil : namespace, name: name.flatMap(Self.known))
    return name != nil && request.name == nil ? request.ofUnknownName : request
  }

  /// What it creates is named in the object and not in the request (apiserver
  /// pkg/endpoints/request/requestinfo.go).
  private func creating(_ objects: [String]) -> [APIRequest] {
    guard var create = reading(objects)?.asking("create") else { return [] }
    create.name = nil
    create.hasUnknownName = false
    return [create]
  }

  /// Named objects are deleted unread, those of a selector one by one as they are listed
  /// (delete/delete.go DeleteResult).
  private func deleting(_ objects: [String]) -> [APIRequest] {
    guard let read = reading(objects) else { return [] }
    let delete = read.asking("delete")
    guard read.verb == "list" else { return [delete] }
    // Without a selector another program adds the names, as xargs does.
    return (isSelecting ? [read] : []) + [delete.ofUnknownName]
  }

  /// What it changes it reads first, and names in the request.
  private func changing(_ objects: [String], _ subresource: String = "") -> [APIRequest] {
    guard let read = reading(objects) else { return [] }
    let patch = read.asking("patch", subresource)
    return [read, read.verb == "list" ? patch.ofUnknownName : patch]
  }

  /// A pod, or one that is found for another object (polymorphichelpers attachablePodForObject,
  /// logsForObject).
  private func entering(
    _ given: [String], _ verb: String, _ subresource: String
  ) -> [APIRequest] {
    // Without a kind pods are meant.
    let objects = given.first?.contains("/") == true ? given : ["pod"] + given.prefix(1)
    guard let read = reading(objects) else { return [] }
    if read.resource == "pods" {
      let enter = read.asking(verb, subresource)
      return [read, read.verb == "list" ? enter.ofUnknownName : enter]
    }
    let pods = APIRequest("list", "pods", namespace: read.namespace)
    return [read, pods, pods.asking(verb, subresource).ofUnknownName]
  }
}
