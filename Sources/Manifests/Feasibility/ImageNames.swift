/// Images whose name can not be read: their pods wait with InvalidImageName for ever.
package enum ImageNames: PlatformCheck {
  /// Reports every such image.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for group in platform.pods {
      for container in group.containers where !ImageReference.isValid(container.image) {
        diagnostics.warning(
          "the image \"\(container.image)\" of the container \(container.name) can not be read: "
            + "the pods of \(group.subject) can not start", at: container.imageSpan,
          code: "invalid-image", help: help(container.image))
      }
    }
  }

  private static func help(_ image: String) -> String? {
    if image.contains(where: { "${}".contains($0) }) {
      return "fill in what the variable stands for"
    }
    let isMixed = image.contains(where: \.isUppercase)
    return isMixed && ImageReference.isValid(image.lowercased())
      ? "names are written in lower case" : nil
  }
}
