/// The kernel knows no domain: it could simulate anything.
enum KernelVocabulary {
  /// Beginnings of words (in identifiers, by their capitals) that belong to the rooms above.
  private static let stems = ["node", "request", "kube"]
  private static let words = ["pod", "pods", "service", "services"]

  /// The file and the name of the counter-based generator, which are excepted.
  ///
  /// It is keyed by what the whole field calls a request: the arrival whose draws must not change
  /// with the world around it.
  private static let excepted = (file: "Random/RequestRandom.swift", name: "RequestRandom")

  static func violations(in file: SourceFile) -> [Violation] {
    guard file.room == "SimulationKernel", !file.path.hasSuffix(excepted.file) else { return [] }
    return file.tokens.indices.compactMap { index in
      let token = file.tokens[index]
      guard token.kind == .identifier, token.text != excepted.name else { return nil }
      let word = Identifier.words(of: token.text).first { word in
        words.contains(word) || stems.contains { word.hasPrefix($0) }
      }
      return word.map {
        file.violation(at: index, "\(token.text): the kernel knows no domain, and no \"\($0)\"")
      }
    }
  }
}

enum Identifier {
  /// The words of a camel-case or underscored identifier, in lower case.
  static func words(of identifier: String) -> [String] {
    var words: [String] = []
    var wasUpper = true
    for character in identifier.unicodeScalars {
      let isUpper = character.properties.isUppercase
      if character == "_" || (isUpper && !wasUpper) || words.isEmpty { words.append("") }
      wasUpper = isUpper
      guard character != "_" else { continue }
      words[words.count - 1] += character.properties.lowercaseMapping
    }
    return words.filter { !$0.isEmpty }
  }
}
