"""The organisations of the simulated city: real kinds and units, invented enterprises. Pure."""

from __future__ import annotations

from toancanh.catalogues.administrative_units import UnitKind, Units
from toancanh.governance.people import OrganisationKind
from toancanh.simulation.city.model import CityOrganisation

ROOT = "city"
POLICE = "police"
TRAFFIC_POLICE = "police-traffic"
COMMAND_CENTRE = "police-command"
DEFENCE = "defence"
DEPARTMENTS = {
    "so-xd": ("SXD", "Sở Xây dựng"),
    "so-khcn": ("SKHCN", "Sở Khoa học và Công nghệ"),
    "so-gddt": ("SGDDT", "Sở Giáo dục và Đào tạo"),
    "so-yt": ("SYT", "Sở Y tế"),
    "so-nnmt": ("SNNMT", "Sở Nông nghiệp và Môi trường"),
    "so-vhtt": ("SVHTT", "Sở Văn hóa và Thể thao"),
}
_COMPANIES = (
    "Công ty Thoát nước", "Công ty Chiếu sáng đô thị", "Công ty Môi trường đô thị", "Tổng công ty Vận tải",
    "Công ty Đường sắt đô thị", "Công ty Quản lý bến xe", "Công ty Nước sạch", "Công ty Điện lực",
    "Công ty Công viên cây xanh", "Công ty Khai thác điểm đỗ xe", "Ban quản lý khu công nghiệp Bắc",
    "Ban quản lý khu công nghiệp Nam", "Công ty Chợ đầu mối", "Công ty Trung tâm thương mại",
    "Công ty Tòa nhà Sông Hồng",
    "Công ty Tòa nhà Hồ Tây", "Công ty Kho vận", "Ngân hàng Thương mại", "Bệnh viện tư nhân", "Trường đại học tư thục",
    "Đài phát thanh giao thông", "Công ty Viễn thông", "Hợp tác xã Vận tải", "Công ty Quản lý chung cư",
)  # fmt: skip


def make_organisations(units: Units) -> list[CityOrganisation]:
    """Parents before children."""
    made = [
        _one(ROOT, "HN", "Ủy ban nhân dân thành phố Hà Nội", OrganisationKind.CITY, ""),
        _one(POLICE, "CATP", "Công an thành phố Hà Nội", OrganisationKind.POLICE, ROOT),
        _one(TRAFFIC_POLICE, "CATP-PC08", "Phòng Cảnh sát giao thông", OrganisationKind.POLICE, POLICE),
        _one(COMMAND_CENTRE, "CATP-TTCH", "Trung tâm thông tin chỉ huy", OrganisationKind.POLICE, POLICE),
        _one(DEFENCE, "BTL", "Bộ Tư lệnh Thủ đô (mẫu)", OrganisationKind.AGENCY, ROOT),
    ]
    made += [_one(key, code, name, OrganisationKind.DEPARTMENT, ROOT) for key, (code, name) in DEPARTMENTS.items()]
    for unit in units.units:
        is_ward = unit.kind is UnitKind.WARD
        kind = OrganisationKind.WARD if is_ward else OrganisationKind.COMMUNE
        made.append(
            CityOrganisation(
                key=unit_key(unit.code),
                code=f"HN-{unit.code}",
                name=unit.name,
                kind=kind,
                parent=ROOT,
                unit=unit.code,
            )
        )
        made.append(
            _one(
                police_key(unit.code),
                f"CA-{unit.code}",
                f"Công an {unit.name[0].lower()}{unit.name[1:]}",
                OrganisationKind.POLICE,
                POLICE,
                unit.code,
            )
        )
        made.append(
            _one(
                residents_key(unit.code),
                f"TDP-{unit.code}",
                f"{'Tổ dân phố' if is_ward else 'Thôn'} số 1, {unit.name}",
                OrganisationKind.RESIDENTS,
                unit_key(unit.code),
                unit.code,
            )
        )
    made += [
        _one(company_key(at), f"DN-{at:02}", f"{name} (mẫu)", OrganisationKind.COMPANY, ROOT)
        for at, name in enumerate(_COMPANIES)
    ]
    return made


def unit_key(code: str) -> str:
    """The people's committee of a unit."""
    return f"unit-{code}"


def police_key(code: str) -> str:
    """The police of a unit."""
    return f"police-{code}"


def residents_key(code: str) -> str:
    """A residents' group of a unit."""
    return f"residents-{code}"


def company_key(at: int) -> str:
    """An enterprise, by its place in the list."""
    return f"company-{at % len(_COMPANIES):02}"


def _one(key: str, code: str, name: str, kind: OrganisationKind, parent: str, unit: str = "") -> CityOrganisation:
    return CityOrganisation(key=key, code=code, name=name, kind=kind, parent=parent, unit=unit)
