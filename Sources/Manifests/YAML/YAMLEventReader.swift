import CYaml

/// One step of a YAML document, as libyaml reports it.
enum YAMLEvent {
  case scalar(text: String, isPlain: Bool, tag: String?, anchor: String?, span: SourceSpan)
  case alias(String, SourceSpan)
  case sequenceStart(anchor: String?, SourceSpan)
  case mappingStart(anchor: String?, SourceSpan)
  case collectionEnd(isFlow: Bool, SourceSpan)
  case other
  case streamEnd
}

/// Reads a document's events with exact places, through the libyaml that Yams carries.
///
/// Yams' own nodes have no end marks, and its composer stops at the first repeated key; events
/// let all of a document's problems be reported.
final class YAMLEventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let positions: YAMLPositions

  /// Starts reading; the bytes must stay valid as long as the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>, positions: YAMLPositions) {
    self.bytes = bytes
    self.positions = positions
    parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    let isReady = yaml_parser_initialize(parser) == 1
    precondition(isReady, "the YAML parser gets its memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event.
  func next() throws(YAMLProblem) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    let place = positions.span(event.start_mark.index, event.end_mark.index)
    switch event.type {
    case YAML_SCALAR_EVENT: return scalar(event, place)
    case YAML_ALIAS_EVENT: return .alias(Self.text(event.data.alias.anchor) ?? "", place)
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(anchor: Self.text(event.data.sequence_start.anchor), place)
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(anchor: Self.text(event.data.mapping_start.anchor), place)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      return .collectionEnd(isFlow: event.start_mark.index < event.end_mark.index, place)
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
    default: return .other
    }
  }

  private func scalar(_ event: yaml_event_t, _ place: SourceSpan) -> YAMLEvent {
    let data = event.data.scalar
    let text = String(
      decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
    return .scalar(
      text: text, isPlain: data.style == YAML_PLAIN_SCALAR_STYLE, tag: Self.text(data.tag),
      anchor: Self.text(data.anchor), span: place)
  }

  /// What libyaml complains about, with the place and the construct's beginning.
  private func problem() -> YAMLProblem {
    let state = parser.pointee
    let message = state.problem.map { String(cString: $0) } ?? "the text can not be read"
    if state.error == YAML_READER_ERROR {
      return YAMLProblem(message: message, span: span(ofByte: state.problem_offset))
    }
    let place = positions.problem(state.problem_mark.index)
    if let mark = misplacedMark(before: place) { return mark }
    var problem = YAMLProblem(message: message, span: place)
    if let context = state.context.map({ String(cString: $0) }) {
      problem.message += " \(context)"
      let start = positions.span(state.context_mark.index, state.context_mark.index + 1)
      if start.line != place.line { problem.labels = [(start, "it begins here")] }
    }
    if message.hasPrefix("Maximum nesting") { return .tooDeep(place) }
    if message.contains("start any token"), byte(at: state.problem_mark.index) == 0x09 {
      problem.message = "a tab can not indent YAML"
      problem.help = "indent with spaces"
    }
    return problem
  }

  /// A byte order mark at the beginning of a line, that of a problem or one above: its cause, for
  /// the letters of other lines stand one column further left.
  private func misplacedMark(before place: SourceSpan) -> YAMLProblem? {
    let lineBreak = UInt8(ascii: "\n")
    for start in bytes.indices.dropFirst()
    where bytes[start] == byteOrderMark[0] && bytes[start - 1] == lineBreak
      && bytes[start...].starts(with: byteOrderMark)
    {
      let mark = span(ofByte: start)
      guard mark.line <= place.line else { return nil }
      return YAMLProblem(
        message: "a byte order mark stands within the document", span: mark,
        help: "remove the bytes EF BB BF: they may only begin a file, or follow the --- line of "
          + "a document that is not its first")
    }
    return nil
  }

  private func span(ofByte offset: Int) -> SourceSpan {
    let scalars = bytes.prefix(offset).count { $0 & 0xC0 != 0x80 }
    return positions.span(scalars, scalars + 1)
  }

  /// The first byte of the scalar at an offset counted in scalars.
  private func byte(at offset: Int) -> UInt8? {
    var scalars = -1
    for byte in bytes where byte & 0xC0 != 0x80 {
      scalars += 1
      if scalars == offset { return byte }
    }
    return nil
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }
}
