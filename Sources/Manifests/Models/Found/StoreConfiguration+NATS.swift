/// Whether servers of NATS keep what they are sent.
extension StoreConfiguration {
  private static let serverImages = ["nats", "nats-server"]
  /// Words that a server's configuration writes for yes (`opts.go`, parseJetStream).
  private static let yes = ["enabled", "enable", "true", "yes", "on"]

  /// That servers only pass messages on: neither their arguments nor their files enable JetStream.
  ///
  /// Nothing where the store's document says what only a store has, or where the file that the
  /// arguments name is not among the manifests.
  func coreNATS(of model: StoreModel, texts: [ConfigurationText]) -> StoreSettings {
    let none = StoreSettings(entries: [])
    guard model.engine == .nats, let workload = holder(of: model),
      Self.serverImages.contains(workload.image.last),
      model.settings.entries.isEmpty, model.replicas == nil, model.backup == nil,
      !texts.contains(where: { Self.enablesJetStream($0.text) })
    else { return none }
    let namesFile = workload.containers.contains { container in
      (container.command + container.args).contains { word in
        ["-c", "-config", "--config"].contains { word == $0 || word.hasPrefix($0 + "=") }
      }
    }
    let isFileThere = texts.contains { text in
      text.origin.contains(" of ConfigMap ") || text.origin.contains(" of Secret ")
    }
    guard !namesFile || isFileThere else { return none }
    return StoreSettings(entries: [
      .init(name: "jetstream", value: .flag(false), span: workload.span)
    ])
  }

  /// The flags `-js` and `--jetstream`, and `jetstream` at the top of a file: a block that does not
  /// say no, or a word.
  private static func enablesJetStream(_ text: String) -> Bool {
    let words = text.split { $0.isWhitespace || "\"'".contains($0) }
    if words.contains(where: { ["-js", "--js", "-jetstream", "--jetstream"].contains($0) }) {
      return true
    }
    let file = NestedBlocks(text)
    func says(_ key: String) -> Bool? {
      file.pairs.first { $0.key == key }.map { yes.contains($0.value.lowercased()) }
    }
    guard file.blocks.contains("jetstream") else { return says("jetstream") ?? false }
    return says("jetstream.enabled") ?? says("jetstream.enable") ?? true
  }
}
