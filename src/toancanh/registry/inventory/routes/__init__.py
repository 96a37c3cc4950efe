"""HTTP of inventory campaigns, imports and field reports; bodies are in `shapes`.

GET    /campaigns                     Page[CampaignOut]
POST   /campaigns                     CampaignNew -> CampaignOut
GET    /campaigns/{id}                CampaignOut
PATCH  /campaigns/{id}                CampaignPatch -> CampaignOut      (closed: true closes it)
GET    /campaigns/{id}/progress       ProgressOut
GET    /campaigns/{id}/tasks          ?state=&late= Page[TaskOut]
POST   /campaigns/{id}/reminders      ReminderNew -> Reminded
GET    /inventory/tasks               Page[TaskOut]                     what the asker's organisations are asked for
GET    /inventory/columns             list[ColumnOut]
GET    /inventory/template.xlsx       ?organisation_id=&campaign_id=    (also template.csv)
POST   /imports                       ?organisation_id=&campaign_id=&file_name=  body: the file -> ImportOut
GET    /imports                       ?organisation_id=&campaign_id= Page[ImportOut]
GET    /imports/{id}                  ImportOut
DELETE /imports/{id}                  withdraws it
PUT    /imports/{id}/columns          ColumnsIn -> ImportOut            what stands below headings that nobody knows
GET    /imports/{id}/rows             ?status=&fault=&around= Page[ImportRowOut]
PATCH  /imports/{id}/rows/{number}    RowPatch -> ImportRowOut
POST   /imports/{id}/suggestions      MendIn -> Mended
GET    /imports/{id}/missing          Page[MissingOut]
POST   /imports/{id}/apply            ApplyIn -> AppliedOut
GET    /imports/{id}/errors.xlsx      the spreadsheet with what is wrong beside each cell
POST   /field-reports                 FieldReportNew -> FieldReportOut
"""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance import Governance
from toancanh.registry.inventory.routes import campaigns, field_reports, imports, templates
from toancanh.registry.inventory.service import Inventory


def router(inventory: Inventory, governance: Governance) -> APIRouter:
    """All routes of this package."""
    routes = APIRouter()
    routes.include_router(campaigns.router(inventory.campaigns, governance))
    routes.include_router(templates.router(inventory, governance))
    routes.include_router(imports.router(inventory))
    routes.include_router(field_reports.router(inventory.field_reports))
    return routes
