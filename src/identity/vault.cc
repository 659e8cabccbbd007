#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/ids.h"
#include "identity/identity.h"

namespace slipher::identity {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
// A sealed value: this byte, nonce, ciphertext, tag. Another byte would announce another cipher or key.
constexpr char kVersion = '\x01';

using Key = std::array<unsigned char, kKeySize>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

class AesGcmVault final : public Vault {
 public:
  explicit AesGcmVault(const Key& key) : key_(key) {}
  ~AesGcmVault() override { OPENSSL_cleanse(key_.data(), key_.size()); }

  std::string seal(std::string_view plain, std::string_view context) const override {
    std::string sealed(1 + kNonceSize + plain.size() + kTagSize, '\0');
    sealed[0] = kVersion;
    unsigned char* nonce = bytes(sealed) + 1;
    unsigned char* body = nonce + kNonceSize;
    random_bytes(nonce, kNonceSize);
    CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int size = 0;
    // Encryption has no input-dependent way to fail: only memory could be missing.
    if (!cipher || EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce) != 1 ||
        EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes(context), static_cast<int>(context.size())) != 1 ||
        EVP_EncryptUpdate(cipher.get(), body, &size, bytes(plain), static_cast<int>(plain.size())) != 1 ||
        EVP_EncryptFinal_ex(cipher.get(), body + size, &size) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, body + plain.size()) != 1) {
      std::abort();
    }
    return sealed;
  }

  Result<std::string> open(std::string_view sealed, std::string_view context) const override {
    const Error refused(ErrorCode::kDecryptionFailure, "The value cannot be decrypted with this server's master key.");
    if (sealed.size() < 1 + kNonceSize + kTagSize || sealed[0] != kVersion) return refused;
    const std::string_view nonce = sealed.substr(1, kNonceSize);
    const std::string_view body = sealed.substr(1 + kNonceSize, sealed.size() - 1 - kNonceSize - kTagSize);
    std::string tag(sealed.substr(sealed.size() - kTagSize));
    std::string plain(body.size(), '\0');
    CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int size = 0;
    if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes(nonce)) != 1 ||
        EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes(context), static_cast<int>(context.size())) != 1 ||
        EVP_DecryptUpdate(cipher.get(), bytes(plain), &size, bytes(body), static_cast<int>(body.size())) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) != 1 ||
        EVP_DecryptFinal_ex(cipher.get(), bytes(plain) + size, &size) != 1) {
      OPENSSL_cleanse(plain.data(), plain.size());
      return refused;
    }
    return plain;
  }

 private:
  Key key_;
};

Error file_error(const std::string& file, std::string_view what) {
  return Error(ErrorCode::kInternal, "master key " + file + ": " + std::string(what));
}

Error system_error(const std::string& file, std::string_view what) {
  return file_error(file, std::string(what) + ": " + std::strerror(errno));
}

struct FileDescriptor {
  int value;
  ~FileDescriptor() {
    if (value >= 0) close(value);
  }
};

Result<Key> read_key(const std::string& file, int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return system_error(file, "cannot be read");
  if (!S_ISREG(status.st_mode)) return file_error(file, "is not a regular file");
  if ((status.st_mode & 077) != 0) return file_error(file, "may be read by others; run: chmod 600 " + file);
  Key key;
  const ssize_t size = read(descriptor, key.data(), key.size());
  if (size < 0) return system_error(file, "cannot be read");
  if (size != static_cast<ssize_t>(kKeySize) || status.st_size != static_cast<off_t>(kKeySize)) {
    return file_error(file, "does not hold " + std::to_string(kKeySize) + " bytes");
  }
  return key;
}

// Without the directory's flush the name may be gone after a power cut, with secrets sealed under it already stored.
Result<void> flush_directory_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : slash == 0 ? "/" : file.substr(0, slash);
  const FileDescriptor descriptor{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (descriptor.value < 0 || fsync(descriptor.value) != 0) return system_error(file, "cannot flush its directory");
  return {};
}

// Written whole under another name, then linked: nobody ever sees half a key, and a key made by someone else meanwhile
// stays.
Result<void> make_key(const std::string& file) {
  const std::string draft = file + "." + random_text(8, "0123456789abcdef");
  const FileDescriptor descriptor{::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (descriptor.value < 0) return system_error(file, "cannot be made");
  Key key;
  random_bytes(key.data(), key.size());
  const bool written = fchmod(descriptor.value, 0600) == 0 &&
                       write(descriptor.value, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                       fsync(descriptor.value) == 0 && (link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
  OPENSSL_cleanse(key.data(), key.size());
  const int cause = errno;
  unlink(draft.c_str());
  errno = cause;
  if (!written) return system_error(file, "cannot be written");
  return flush_directory_of(file);
}

}  // namespace

Result<std::unique_ptr<Vault>> Vault::open(const std::string& key_file) {
  for (const bool may_make : {true, false}) {
    const FileDescriptor descriptor{::open(key_file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (descriptor.value >= 0) {
      Result<Key> key = read_key(key_file, descriptor.value);
      if (!key) return std::move(key).error();
      std::unique_ptr<Vault> vault = std::make_unique<AesGcmVault>(*key);
      OPENSSL_cleanse(key->data(), key->size());
      return vault;
    }
    if (errno != ENOENT || !may_make) break;
    if (Result<void> made = make_key(key_file); !made) return std::move(made).error();
  }
  return system_error(key_file, "cannot be opened");
}

}  // namespace slipher::identity
