/// A piece of a workload's configuration in which hosts may be named.
struct ConfigurationText: Sendable {
  /// The text.
  let text: String
  /// What the whole text is the value of; nil for files.
  let key: String?
  /// Where it comes from, for findings: "environment variable CART_ADDR".
  let origin: String
  /// Where it was written.
  let span: SourceSpan
}

/// Reads the configuration of workloads: environment, arguments and mounted files.
struct ConfigurationReader: Sendable {
  /// Texts of a ConfigMap or Secret, and where each was written.
  private typealias Texts = (data: StringMap, spans: [String: SourceSpan])

  private var maps: [String: Texts] = [:]
  private var secrets: [String: Texts] = [:]

  /// Takes the ConfigMaps and Secrets of a platform.
  init(_ manifests: ManifestSet) {
    for map in manifests.configMaps { maps[Self.key(map.metadata)] = (map.data, map.dataSpans) }
    for secret in manifests.secrets {
      secrets[Self.key(secret.metadata)] = (secret.data, secret.dataSpans)
    }
  }

  /// All texts of a workload, in the order environment, command line, files.
  func texts(of workload: RunningWorkload) -> [ConfigurationText] {
    workload.containers.flatMap { container -> [ConfigurationText] in
      let environment = environment(of: container, in: workload.namespace)
      return environment + arguments(of: container, environment)
    } + workload.volumes.flatMap { files(of: $0, in: workload.namespace) }
  }

  /// All texts of a pod, of every container and of the files that they may mount.
  func texts(of pod: PodSpec, in namespace: String) -> [ConfigurationText] {
    (pod.initContainers + pod.containers).flatMap { container -> [ConfigurationText] in
      let environment = environment(of: container, in: namespace)
      return environment + arguments(of: container, environment)
    } + pod.volumes.flatMap { files(of: $0, in: namespace) }
  }

  /// What the containers that run before those of a workload are given: environment and command
  /// line.
  func initialTexts(of workload: RunningWorkload) -> [ConfigurationText] {
    workload.initContainers.flatMap { container in
      let environment = environment(of: container, in: workload.namespace)
      return (environment + arguments(of: container, environment)).map { text in
        ConfigurationText(
          text: text.text, key: text.key,
          origin: "\(text.origin) of the init container \(container.name)", span: text.span)
      }
    }
  }

  /// The hosts that the command lines of a workload's containers wait for.
  func waits(of workload: RunningWorkload) -> [(mention: HostMention, text: ConfigurationText)] {
    let kinds = [("init container", workload.initContainers), ("container", workload.containers)]
    return kinds.flatMap { kind, containers in
      containers.flatMap { container in
        waits(of: container, in: workload.namespace).map { wait, argument in
          let deed = wait.pause == nil ? "asks for it" : "waits for it"
          let text = ConfigurationText(
            text: wait.host, key: nil, origin: "the \(kind) \(container.name) \(deed)",
            span: argument.span)
          let mention = HostMention(
            host: wait.host, port: wait.port, isURL: true, key: nil, scheme: "tcp")
          return (mention, text)
        }
      }
    }
  }

  /// The hosts that a container's command line waits for, and the argument that names each.
  func waits(
    of container: Container, in namespace: String
  ) -> [(wait: WaitedHosts.Wait, argument: ConfigurationText)] {
    let environment = environment(of: container, in: namespace)
    let arguments = arguments(of: container, environment)
    let texts = arguments.map { Self.substituted($0.text, environment) }
    return WaitedHosts(texts).waits.map { ($0, arguments[$0.argument]) }
  }

  private static func key(_ metadata: ObjectMeta) -> String {
    "\(metadata.namespace ?? "default")/\(metadata.name)"
  }

  /// `envFrom` first: a variable of `env` wins over one of the same name (core/v1 Container).
  private func environment(of container: Container, in namespace: String) -> [ConfigurationText] {
    var texts: [ConfigurationText] = []
    for source in container.envFrom {
      let (name, what, found) = origin(source, in: namespace)
      for entry in found?.data.entries ?? [] {
        let variable = source.prefix + entry.key
        texts.append(
          ConfigurationText(
            text: entry.value, key: variable,
            origin: "environment variable \(variable) of \(what) \(name)",
            span: found?.spans[entry.key] ?? .unknown))
      }
    }
    var named = Set(texts.compactMap(\.key))
    for variable in container.env {
      guard let text = value(of: variable, in: namespace, before: texts) else { continue }
      if !named.insert(variable.name).inserted { texts.removeAll { $0.key == variable.name } }
      texts.append(
        ConfigurationText(
          text: text, key: variable.name, origin: "environment variable \(variable.name)",
          span: variable.value == nil ? variable.span : variable.valueSpan))
    }
    return texts
  }

  private func origin(
    _ source: EnvFromSource, in namespace: String
  ) -> (name: String, what: String, found: Texts?) {
    if let map = source.configMapRef {
      return (map.name, "ConfigMap", maps["\(namespace)/\(map.name)"])
    }
    let name = source.secretRef?.name ?? ""
    return (name, "Secret", secrets["\(namespace)/\(name)"])
  }

  private func value(
    of variable: EnvVar, in namespace: String, before texts: [ConfigurationText]
  ) -> String? {
    if let value = variable.value { return Self.expanded(value, texts) }
    if let key = variable.valueFrom?.configMapKeyRef {
      return maps["\(namespace)/\(key.name)"]?.data[key.key]
    }
    let key = variable.valueFrom?.secretKeyRef
    return key.flatMap { secrets["\(namespace)/\($0.name)"]?.data[$0.key] }
  }

  private func arguments(
    of container: Container, _ environment: [ConfigurationText]
  ) -> [ConfigurationText] {
    var flag: String?
    return (container.command + container.args).enumerated().map { index, argument in
      let text = Self.expanded(argument, environment)
      let isFlag = text.hasPrefix("-") && !text.contains("=")
      defer { flag = isFlag ? text : nil }
      let shown = text.prefix { !$0.isWhitespace && $0 != "=" }
      return ConfigurationText(
        text: text, key: flag,
        origin: "argument \(text.hasPrefix("-") ? String(shown) : flag ?? "of the command line")",
        span: container.wordSpans.indices.contains(index)
          ? container.wordSpans[index] : container.span)
    }
  }

  private func files(of volume: Volume, in namespace: String) -> [ConfigurationText] {
    var texts: [ConfigurationText] = []
    let projections = volume.projected?.sources ?? []
    for map in [volume.configMap].compactMap({ $0 }) + projections.compactMap(\.configMap) {
      let found = maps["\(namespace)/\(map.name)"]
      texts += files(found, "ConfigMap \(map.name)", only: map.items.map(\.key))
    }
    if let secret = volume.secret {
      let found = secrets["\(namespace)/\(secret.secretName)"]
      texts += files(found, "Secret \(secret.secretName)", only: secret.items.map(\.key))
    }
    for secret in projections.compactMap(\.secret) {
      let found = secrets["\(namespace)/\(secret.name)"]
      texts += files(found, "Secret \(secret.name)", only: secret.items.map(\.key))
    }
    return texts
  }

  private func files(
    _ found: Texts?, _ what: String, only keys: [String]
  ) -> [ConfigurationText] {
    (found?.data.entries ?? []).filter { keys.isEmpty || keys.contains($0.key) }.map {
      ConfigurationText(
        text: $0.value, key: $0.value.contains("\n") ? nil : $0.key,
        origin: "\($0.key) of \(what)", span: found?.spans[$0.key] ?? .unknown)
    }
  }

  /// Replaces `$(NAME)` by variables, as the kubelet does (third_party/forked/golang/expansion):
  /// unknown names stay, and `$$(NAME)` is an escape.
  private static func expanded(_ text: String, _ variables: [ConfigurationText]) -> String {
    guard text.contains("$(") else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
        let name = rest[..<end].dropFirst()
        result += variables.last { $0.key == String(name) }?.text ?? "$(\(name))"
        rest = rest[end...].dropFirst()
      } else {
        result += "$"
      }
      if result.utf8.count > 1 << 20 { break }
    }
    return result + rest
  }

  /// Replaces `$NAME` and `${NAME}` by variables, as a shell does; unknown names stay.
  private static func substituted(_ text: String, _ variables: [ConfigurationText]) -> String {
    guard !variables.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$"), result.utf8.count < 1 << 20 {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      let isBraced = rest.first == "{"
      let name = rest.dropFirst(isBraced ? 1 : 0).prefix {
        $0 == "_" || $0.isLetter || $0.isNumber
      }
      let behind = rest[name.endIndex...]
      let variable = variables.last { $0.key == String(name) }
      guard let variable, !isBraced || behind.first == "}" else {
        result += "$"
        continue
      }
      result += variable.text
      rest = behind.dropFirst(isBraced ? 1 : 0)
    }
    return result + rest
  }
}
