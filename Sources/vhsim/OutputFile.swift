import ArgumentParser
import Foundation

/// Files that the user asked for.
enum OutputFile {
  /// Writes a text; a path that can not be written is the command line's mistake.
  ///
  /// A file is replaced at once, so that nobody reads half of it. A device, a pipe or a link, such
  /// as `/dev/stdout`, is written to and stays what it is.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    try check(path)
    do {
      guard isSpecial(path) else {
        return try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      // A pipe's reader who has gone has read what it wanted, as at the end of standard output.
      guard number(of: error) != EPIPE else { return }
      throw failure(path, error)
    }
  }

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String) throws(CommandFailure) {
    var there = URL(fileURLWithPath: path)
    while !FileManager.default.fileExists(atPath: there.path), there.pathComponents.count > 1 {
      there.deleteLastPathComponent()
    }
    guard FileManager.default.isDirectory(atPath: there.path) else {
      throw CommandFailure(.usage, "\(path) can not be written: \(there.path) is no directory")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw failure(path, error)
    }
  }

  /// Reports a path whose directory is missing, one that is a directory, and none at all.
  static func check(_ path: String) throws(CommandFailure) {
    guard !path.isEmpty else {
      throw CommandFailure(.usage, "a file that is to be written needs a name")
    }
    guard !FileManager.default.isDirectory(atPath: path) else {
      throw CommandFailure(.usage, "\(path) can not be written: it is a directory")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.isDirectory(atPath: folder) else {
      throw CommandFailure(
        .usage, "\(path) can not be written: there is no directory \(folder)")
    }
  }

  /// Whether something other than a file is there: a device, a pipe, a link.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// A place that the system refuses, with the system's own reason.
  static func failure(_ place: String, _ error: any Error) -> CommandFailure {
    let reason = number(of: error).map { String(cString: strerror($0)) }
    return CommandFailure(
      .usage, "\(place) can not be written: \(reason ?? error.localizedDescription)")
  }

  /// The system's number of an error, which Foundation may have put into words of its own.
  static func number(of error: any Error) -> Int32? {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    if cause.domain == NSPOSIXErrorDomain { return Int32(cause.code) }
    switch (error as? CocoaError)?.code {
    case .fileWriteOutOfSpace: return ENOSPC
    case .fileWriteNoPermission: return EACCES
    case .fileWriteVolumeReadOnly: return EROFS
    default: return nil
    }
  }
}
