#include "adapters/topics.h"

namespace lienthong::adapters {
namespace {

using Kind = Topic::Kind;

// Time-outs: 30 s for what only reads, 60 s for what changes a register (domain: look-up 10-30 s, update 60 s).
constexpr std::int64_t read_ms = 30'000, change_ms = 60'000, notify_ms = 30'000, webhook_ms = 10'000;
constexpr std::int64_t notify_attempts = 3, notify_first_delay_ms = 60'000;

Topic npd(std::string operation) {
  Topic topic;
  topic.name = "npd." + operation;
  topic.destination = "NPD";
  topic.service = "NPD/POPULATION/" + operation;
  topic.idempotent = true;
  topic.timeout_ms = read_ms;
  return topic;
}

Topic verify() {
  Topic topic = npd("verify");
  topic.purpose = "verify a person's identity";
  topic.request = {{"idNumber"},    {"fullName"},    {"birthDate"},       {"sex", false},
                   {"purposeCode"}, {"dossierCode"}, {"officerId", false}};
  topic.response = {{"match"}, {"mismatched", false}, {"status", false}, {"evidenceId"}};
  topic.errors = {"NPD_NOT_FOUND", "NPD_MISMATCH", "NPD_DECEASED"};
  topic.negatives = {{"status", "NOT_FOUND", "NPD_NOT_FOUND"},
                     {"status", "DECEASED", "NPD_DECEASED"},
                     {"match", "NO", "NPD_MISMATCH"}};
  return topic;
}

Topic lookup() {
  Topic topic = npd("lookup");
  topic.purpose = "prefill what the population database holds";
  topic.request = {{"idNumber"}, {"requestedFields"}, {"purpose"}, {"dossierCode"}, {"officerId", false}};
  topic.response = {{"fields"}, {"asOf"}};
  topic.errors = {"NPD_FORBIDDEN_FIELD", "NPD_NOT_FOUND"};
  return topic;
}

Topic register_birth() {
  Topic topic;
  topic.name = "civil.registerBirth";
  topic.destination = "CIVIL";
  topic.service = "CIVIL/REGISTER/registerBirth";
  topic.purpose = "register a birth";
  topic.request = {{"childName"},       {"sex"},        {"birthDate"},       {"birthPlace", false},
                   {"motherId", false}, {"motherName"}, {"fatherId", false}, {"fatherName", false},
                   {"signature", false}, {"officerId", false}, {"dossierCode"}};
  topic.response = {{"bookNo"}, {"certificateNo"}, {"personalId"}, {"pdfRef", false}};
  topic.errors = {"CIVIL_DUPLICATE", "CIVIL_INVALID"};
  return topic;
}

Topic register_residence() {
  Topic topic;
  topic.name = "residence.register";
  topic.destination = "RESIDENCE";
  topic.service = "RESIDENCE/REGISTER/register";
  topic.purpose = "register a residence";
  topic.request = {{"personalId"}, {"householdId"}, {"consentRef", false}, {"officerId", false}, {"dossierCode"}};
  topic.response = {{"decision"}, {"effectiveDate"}};
  topic.errors = {"RES_NO_CONSENT", "RES_NOT_ELIGIBLE"};
  return topic;
}

Topic issue_card() {
  Topic topic;
  topic.name = "bhyt.issueCard";
  topic.destination = "BHYT";
  topic.service = "BHYT/CARDS/issueCard";
  topic.purpose = "issue a health-insurance card";
  topic.request = {{"personalId"}, {"clinicCode"}, {"guardian", false}, {"officerId", false}, {"dossierCode"}};
  topic.response = {{"cardNo"}, {"validFrom"}, {"validTo"}};
  topic.errors = {"BHYT_DUPLICATE", "BHYT_BAD_CLINIC"};
  return topic;
}

Topic sign() {
  Topic topic;
  topic.name = "sign.sign";
  topic.destination = "SIGN";
  topic.service = "SIGN/PLATFORM/sign";
  topic.purpose = "sign a result";
  topic.request = {{"docRef"}, {"signer"}, {"dossierCode"}};
  topic.response = {{"signedRef"}, {"validity", false}};
  topic.errors = {"CERT_EXPIRED", "CERT_REVOKED"};
  return topic;
}

Topic sync_dossier() {
  Topic topic;
  topic.name = "portal.syncDossier";
  topic.destination = "PORTAL";
  topic.service = "PORTAL/DVCQG/syncDossier";
  topic.purpose = "tell the public-service portal a dossier's state";
  topic.request = {{"service"}, {"MaHoSo"}, {"sequence"}, {"dossierCode"}};
  // DongBoHoSoMC and CapNhatTienDoHoSoMC, as the portal's clients send them.
  for (const char* name :
       {"TrangThaiHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "ChuHoSo", "LoaiDoiTuong", "MaDoiTuong",
        "Email", "SoDienThoai", "TrichYeuHoSo", "NgayTiepNhan", "NgayHenTra", "NgayTra", "HinhThuc",
        "NgayKetThucXuLy", "DonViXuLy", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua",
        "TaiLieuNop", "NguoiXuLy", "ChucDanh", "ThoiDiemXuLy", "PhongBanXuLy", "NoiDungXuLy", "TrangThai",
        "NgayBatDau", "NgayKetThucTheoQuyDinh"})
    topic.request.push_back({name, false});
  topic.response = {{"error_code"}};
  topic.done_errors = {"PORTAL_DUPLICATE"};
  topic.idempotent = true;  // the portal knows a repeat by MaHoSo and sequence
  topic.timeout_ms = read_ms;
  topic.patient = false;
  return topic;
}

Topic notify(std::string way, Kind kind) {
  Topic topic;
  topic.name = "notify." + way;
  topic.kind = kind;
  topic.response = {{"messageId"}};
  topic.errors = {"BAD_ADDRESS"};
  topic.idempotent = true;  // receivers drop repeats by the id, which is the task's
  topic.attempts_max = notify_attempts;
  topic.first_delay_ms = notify_first_delay_ms;
  return topic;
}

Topic email() {
  Topic topic = notify("email", Kind::Mail);
  topic.destination = "mail";
  topic.purpose = "tell people";
  topic.request = {{"to"}, {"subject"}, {"text"}, {"template", false}};
  topic.timeout_ms = notify_ms;
  return topic;
}

Topic webhook() {
  Topic topic = notify("webhook", Kind::Webhook);
  topic.destination = "webhook";
  topic.purpose = "tell another program";
  topic.request = {{"url", false}, {"subject", false}, {"text", false}, {"payload", false}};
  topic.timeout_ms = webhook_ms;
  return topic;
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{verify(),     lookup(), register_birth(), register_residence(),
                                      issue_card(), sign(),   sync_dossier(),   email(),
                                      webhook()};
  return all;
}

std::size_t concurrency(std::string_view destination) {
  if (destination == "PORTAL") return 1;  // a dossier's states must arrive in their order
  if (destination == "webhook") return 8;  // many receivers behind one queue
  return destination == "NPD" ? 4 : 2;
}

}  // namespace lienthong::adapters
