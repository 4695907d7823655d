/// What a profile changes of the plugins that every one has
/// (KubeSchedulerProfile's `plugins`, kubescheduler.config.k8s.io/v1).
///
/// Of the extension points it has `filter`, `postFilter` and `score`, and `multiPoint` for all of a
/// plugin's; what the others do is part of these here.
package struct SchedulerPlugins: Sendable {
  /// A plugin by its name; which ones there are is the scheduler's own knowledge.
  package struct Name: Sendable {
    /// All that the profile has by default, where plugins are taken out.
    package static let all = "*"

    /// The name, like NodeName.
    package let text: String
    /// Where it was written.
    package let span: SourceSpan
  }

  /// A plugin and its weight among the scores.
  package struct Entry: Sendable {
    /// Which one.
    package let plugin: Name
    /// Its weight; 1 where none is written, whatever the default one was.
    package let weight: Int
  }

  /// What is put in and taken out of an extension point.
  package struct Selection: Sendable {
    /// Plugins that are put in.
    package var enabled: [Entry] = []
    /// Plugins that are taken out.
    package var disabled: [Name] = []
  }

  /// What rejects nodes.
  package var filter = Selection()
  /// What makes room for a pod that fits nowhere.
  package var postFilter = Selection()
  /// What ranks nodes.
  package var score = Selection()
  /// All extension points of a plugin at once; what is said of one wins over it.
  package var multiPoint = Selection()

  /// Makes the default plugins.
  package init() {}

  /// Whether a plugin is left out of an extension point
  /// (pkg/scheduler/framework/runtime/framework.go expandMultiPointPlugins).
  package func leavesOut(_ plugin: String, of point: Selection) -> Bool {
    if point.enabled.contains(where: { $0.plugin.text == plugin }) { return false }
    if point.disables(plugin) { return true }
    let isPutIn = multiPoint.enabled.contains { $0.plugin.text == plugin }
    return !isPutIn && multiPoint.disables(plugin)
  }

  /// A plugin's weight among the scores; nil for the default one.
  package func weight(of plugin: String) -> Int? {
    (score.enabled + multiPoint.enabled).first { $0.plugin.text == plugin }?.weight
  }

  /// All names that are written, in the order of their places.
  package var names: [Name] {
    [filter, postFilter, score, multiPoint].flatMap { $0.enabled.map(\.plugin) + $0.disabled }
      .sorted { ($0.span.line, $0.span.column) < ($1.span.line, $1.span.column) }
  }
}

extension SchedulerPlugins.Selection {
  fileprivate func disables(_ plugin: String) -> Bool {
    disabled.contains { [plugin, SchedulerPlugins.Name.all].contains($0.text) }
  }
}

extension SchedulerPlugins: SpecObject {
  static let what = "a profile's plugins"

  init?(_ reader: inout SpecReader) {
    self.init()
    let set = SpecType<Selection>.object(Selection.self)
    filter = reader.optional("filter", set, default: Selection(), "what rejects nodes")
    postFilter = reader.optional(
      "postFilter", set, default: Selection(), "what makes room for a pod that fits nowhere")
    score = reader.optional("score", set, default: Selection(), "what ranks nodes")
    multiPoint = reader.optional(
      "multiPoint", set, default: Selection(), "all of these at once, where they say nothing else")
    let others = [
      "preEnqueue", "queueSort", "preFilter", "preScore", "reserve", "permit", "preBind", "bind",
      "postBind",
    ].filter { reader.has($0) }
    for point in others {
      reader.diagnostics.error(
        "the extension point \(point) is not simulated", at: reader.span(of: point),
        code: "unknown-field", help: "known are filter, postFilter, score and multiPoint")
    }
    if !others.isEmpty { reader.ignoreRest() }
  }
}

extension SchedulerPlugins.Selection: SpecObject {
  static let what = "a set of plugins"

  init?(_ reader: inout SpecReader) {
    self.init()
    enabled = reader.optional(
      "enabled", .list(.object(SchedulerPlugins.Entry.self)), default: [], "what is put in")
    disabled = reader.optional(
      "disabled", .list(.object(SchedulerPlugins.Name.self)), default: [], "what is taken out")
  }
}

extension SpecType where Value == SchedulerPlugins.Name {
  /// A plugin's name with its place.
  fileprivate static var plugin: SpecType {
    SpecType<String>.text.map { text, node, _ in
      SchedulerPlugins.Name(text: text, span: node.span)
    }
  }
}

extension SchedulerPlugins.Entry: SpecObject {
  static let what = "a plugin with its weight"

  init?(_ reader: inout SpecReader) {
    let plugin = reader.required(
      "name",
      SpecType<SchedulerPlugins.Name>.plugin
        .checked("only what is disabled can be *: enabled plugins are named one by one") {
          $0.text != SchedulerPlugins.Name.all
        }, "which plugin")
    let weight = reader.optional(
      "weight", .count(from: 0, to: 1 << 20), default: 0, "its weight among the scores; 1")
    guard let plugin else { return nil }
    self.plugin = plugin
    self.weight = max(1, weight)
  }
}

extension SchedulerPlugins.Name: SpecObject {
  static let what = "a plugin's name"

  init?(_ reader: inout SpecReader) {
    let name = reader.required(
      "name", SpecType<SchedulerPlugins.Name>.plugin, "which plugin, or *")
    guard let name else { return nil }
    self = name
  }
}
