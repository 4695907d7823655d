/// Builds the node tree of one document from its events.
///
/// Resolves anchors, aliases and merge keys, names keys as Kubernetes' YAML-to-JSON step does, and
/// reports every repeated key. Refuses what could exhaust memory or stack: nesting beyond 200
/// levels, aliases that stand for more than 100,000 nodes.
struct YAMLComposer {
  /// Deepest nesting; Kubernetes objects stay far below.
  static let deepestLevel = 200
  /// Most nodes that a document's aliases may stand for together.
  static let mostAliasedNodes = 100_000

  private struct Composed {
    var node: YAMLNode
    var count = 1
    var depth = 1

    /// Takes a child's size, depth and end over; an alias's place lies elsewhere.
    mutating func absorb(_ child: Composed) {
      count += child.count
      depth = max(depth, child.depth + 1)
      let (own, end) = (node.span, child.node.span)
      if (end.endLine, end.endColumn) > (own.endLine, own.endColumn) {
        node.span = own.extended(to: end)
      }
    }
  }

  private let events: YAMLEventReader
  private let diagnostics: DiagnosticCollector
  private var anchors: [String: Composed] = [:]
  private var openAnchors: [String] = []
  private var aliasedNodes = 0

  private init(_ events: YAMLEventReader, _ diagnostics: DiagnosticCollector) {
    self.events = events
    self.diagnostics = diagnostics
  }

  /// Reads a document's bytes; nil where it is empty.
  static func compose(
    _ bytes: ArraySlice<UInt8>, file: Int32, firstLine: Int32, _ diagnostics: DiagnosticCollector
  ) throws(YAMLProblem) -> YAMLNode? {
    let text = JSONSurrogates.joined(bytes)
    let positions = YAMLPositions(
      bytes, file: file, firstLine: firstLine, letters: text.letters)
    let result = text.bytes.withUnsafeBufferPointer { buffer -> Result<YAMLNode?, YAMLProblem> in
      var composer = YAMLComposer(YAMLEventReader(buffer, positions: positions), diagnostics)
      return Result { () throws(YAMLProblem) in try composer.root() }
    }
    return try result.get()
  }

  private mutating func root() throws(YAMLProblem) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try events.next()
      switch event {
      case .other: continue
      case .streamEnd: return root
      default: root = try compose(event, level: 1).node
      }
    }
  }

  private mutating func compose(_ event: YAMLEvent, level: Int) throws(YAMLProblem) -> Composed {
    switch event {
    case .scalar(let text, let isPlain, let tag, let anchor, let span):
      let composed = Composed(node: Self.scalar(text, isPlain: isPlain, tag: tag, span))
      if let anchor { anchors[anchor] = composed }
      return composed
    case .alias(let name, let span): return try expanded(name, span, level: level)
    case .sequenceStart(let anchor, let span):
      return try collection(anchor, span, level) { (composer, span) throws(YAMLProblem) in
        try composer.sequence(span, level: level)
      }
    case .mappingStart(let anchor, let span):
      return try collection(anchor, span, level) { (composer, span) throws(YAMLProblem) in
        try composer.mapping(span, level: level)
      }
    case .collectionEnd(_, let span):
      throw YAMLProblem(message: "a collection ends that never began", span: span)
    case .other, .streamEnd:
      throw YAMLProblem(message: "the document ends within a value", span: .unknown)
    }
  }

  private mutating func collection(
    _ anchor: String?, _ span: SourceSpan, _ level: Int,
    _ body: (inout YAMLComposer, SourceSpan) throws(YAMLProblem) -> Composed
  ) throws(YAMLProblem) -> Composed {
    guard level <= Self.deepestLevel else { throw YAMLProblem.tooDeep(span) }
    if let anchor { openAnchors.append(anchor) }
    let composed = try body(&self, span)
    if let anchor {
      openAnchors.removeLast()
      anchors[anchor] = composed
    }
    return composed
  }

  private mutating func sequence(_ start: SourceSpan, level: Int) throws(YAMLProblem) -> Composed {
    var elements: [YAMLNode] = []
    var result = Composed(node: YAMLNode(.null, span: start))
    while true {
      let event = try events.next()
      if case .collectionEnd(let isFlow, let end) = event {
        if isFlow { result.node.span = start.extended(to: end) }
        result.node.content = .sequence(elements)
        return result
      }
      let element = try compose(event, level: level + 1)
      elements.append(element.node)
      result.absorb(element)
    }
  }

  private mutating func mapping(_ start: SourceSpan, level: Int) throws(YAMLProblem) -> Composed {
    var builder = YAMLMappingBuilder(diagnostics)
    var result = Composed(node: YAMLNode(.null, span: start))
    while true {
      let event = try events.next()
      if case .collectionEnd(let isFlow, let end) = event {
        if isFlow { result.node.span = start.extended(to: end) }
        result.node.content = .mapping(builder.finished())
        return result
      }
      let key = try compose(event, level: level + 1)
      let value = try compose(try events.next(), level: level + 1)
      try builder.add(key.node, value.node)
      result.absorb(key)
      result.absorb(value)
    }
  }

  private mutating func expanded(
    _ name: String, _ span: SourceSpan, level: Int
  ) throws(YAMLProblem) -> Composed {
    guard let target = anchors[name], !openAnchors.contains(name) else {
      let isOpen = openAnchors.contains(name)
      throw YAMLProblem(
        message: isOpen
          ? "alias *\(name) stands for a value that contains it" : "no anchor &\(name) before this",
        span: span,
        help: isOpen
          ? nil
          : nearest(name, in: anchors.keys.sorted()).map {
            "did you mean *\($0)?"
          })
    }
    aliasedNodes += target.count
    guard aliasedNodes <= Self.mostAliasedNodes else {
      throw YAMLProblem(
        code: "too-many-aliases",
        message: "aliases stand for more than \(Self.mostAliasedNodes) values", span: span)
    }
    guard level + target.depth <= Self.deepestLevel else { throw YAMLProblem.tooDeep(span) }
    return target
  }

  private static func scalar(
    _ text: String, isPlain: Bool, tag: String?, _ span: SourceSpan
  ) -> YAMLNode {
    var isPlain = isPlain
    switch tag {
    case nil: break
    case "tag:yaml.org,2002:int"?, "tag:yaml.org,2002:float"?, "tag:yaml.org,2002:bool"?,
      "tag:yaml.org,2002:null"?:
      isPlain = true
    default: isPlain = false
    }
    let isNull = isPlain && PlainScalar.isNull(text)
    return YAMLNode(isNull ? .null : .scalar(text), span: span, isPlain: isPlain)
  }
}
